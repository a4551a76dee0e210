import { decodeUtf8 } from '../cbor/utf8.ts';
import { GenesisError } from './genesis-error.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = Map<string, JsonValue>;

const MAX_DEPTH = 16;
const INTEGER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const SPACE = /[ \t\n\r]*/y;
const LITERALS = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * JSON (RFC 8259) without what two parsers could read differently: duplicate keys, fractions,
 * exponents, integers beyond 2^53 - 1, lone surrogates, a byte order mark. Depth is limited to 16.
 * Throws GenesisError.
 */
export function parseStrictJson(bytes: Uint8Array): JsonValue {
  let text: string;
  try {
    text = decodeUtf8(bytes);
  } catch {
    throw new GenesisError('GENESIS_JSON', 'the file is not valid UTF-8');
  }
  return new StrictJsonParser(text).document();
}

class StrictJsonParser {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  document(): JsonValue {
    const value = this.value(MAX_DEPTH);
    this.skipSpace();
    if (this.at !== this.source.length) throw this.fault('text after the end');
    return value;
  }

  private value(depthLeft: number): JsonValue {
    this.skipSpace();
    const next = this.source[this.at];
    if (next === '"') return this.string();
    if (next === '{' || next === '[') {
      if (depthLeft === 0) {
        throw new GenesisError('GENESIS_TOO_DEEP', `more than ${MAX_DEPTH} levels of nesting`);
      }
      this.at += 1;
      return next === '{' ? this.object(depthLeft - 1) : this.array(depthLeft - 1);
    }
    for (const [word, value] of LITERALS) {
      if (!this.source.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return this.integer();
  }

  private object(depthLeft: number): JsonObject {
    const object: JsonObject = new Map();
    if (this.take('}')) return object;
    do {
      this.skipSpace();
      const key = this.string();
      if (object.has(key)) {
        throw new GenesisError(
          'GENESIS_DUPLICATE_KEY',
          `${JSON.stringify(key)} twice in one object`,
        );
      }
      if (!this.take(':')) throw this.fault('expected a colon');
      object.set(key, this.value(depthLeft));
    } while (this.take(','));
    if (!this.take('}')) throw this.fault('expected a comma or }');
    return object;
  }

  private array(depthLeft: number): JsonValue[] {
    const items: JsonValue[] = [];
    if (this.take(']')) return items;
    do {
      items.push(this.value(depthLeft));
    } while (this.take(','));
    if (!this.take(']')) throw this.fault('expected a comma or ]');
    return items;
  }

  private string(): string {
    const literal = this.stringLiteral();
    const text = literal.includes('\\') ? this.unescape(literal) : literal.slice(1, -1);
    if (!text.isWellFormed()) throw this.fault('lone surrogate in a string');
    return text;
  }

  /** The string at hand with its quotes and escapes. */
  private stringLiteral(): string {
    const start = this.at;
    if (this.source[start] !== '"') throw this.fault('expected a string');
    let end = start + 1;
    while (this.source[end] !== '"') {
      const unit = this.source.charCodeAt(end);
      // NaN, past the end of the file, is not at least a space either.
      if (!(unit >= 0x20)) throw this.fault('string not closed, or with a control character');
      end += unit === 0x5c ? 2 : 1;
    }
    this.at = end + 1;
    return this.source.slice(start, end + 1);
  }

  private unescape(literal: string): string {
    try {
      return String(JSON.parse(literal));
    } catch {
      throw this.fault('bad escape in a string');
    }
  }

  private integer(): number {
    const match = this.match(INTEGER);
    const value = Number(match);
    if (match === undefined || match === '-0' || !Number.isSafeInteger(value)) {
      throw this.fault('expected a JSON value; numbers are integers up to 2^53 - 1');
    }
    return value;
  }

  private take(character: string): boolean {
    this.skipSpace();
    if (this.source[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source)?.[0];
    if (match !== undefined) this.at += match.length;
    return match;
  }

  private fault(what: string): GenesisError {
    const line = this.source.slice(0, this.at).split('\n').length;
    return new GenesisError('GENESIS_JSON', `not the JSON wanted, line ${line}: ${what}`);
  }
}
