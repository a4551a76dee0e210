import { decodeBase64 } from '../base64.ts';
import { GenesisError } from './genesis-error.ts';
import type { JsonObject, JsonValue } from './json.ts';

const DECIMAL = /^(?:0|-?[1-9][0-9]{0,18})$/;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** One JSON value with its path, for messages that say where. */
export class JsonField {
  readonly path: string;
  private readonly value: JsonValue;

  constructor(value: JsonValue, path: string) {
    this.value = value;
    this.path = path;
  }

  /** The members of an object: all of `required`, any of `optional`, no others. */
  object(required: readonly string[], optional: readonly string[] = []): Map<string, JsonField> {
    const object = this.map();
    for (const name of object.keys()) {
      if (required.includes(name) || optional.includes(name)) continue;
      throw new GenesisError('GENESIS_FIELD_UNKNOWN', `${this.path}.${name} is not a known field`);
    }
    for (const name of required) {
      if (object.has(name)) continue;
      throw new GenesisError('GENESIS_FIELD_MISSING', `${this.path}.${name} is missing`);
    }
    return new Map([...object].map(([name, value]) => [name, this.child(name, value)]));
  }

  /** The members of an object whose names are free. */
  entries(): [name: string, field: JsonField][] {
    return Array.from(this.map(), ([name, value]) => [name, this.child(name, value)]);
  }

  array(minCount: number, maxCount: number): JsonField[] {
    const items = this.value;
    if (!Array.isArray(items)) throw this.typeError('an array');
    if (items.length < minCount || items.length > maxCount) {
      throw this.valueError(`must have ${minCount} to ${maxCount} entries`);
    }
    return items.map((item, index) => new JsonField(item, `${this.path}[${index}]`));
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.typeError('a string');
    return this.value;
  }

  integer(): number {
    if (typeof this.value !== 'number') throw this.typeError('an integer');
    return this.value;
  }

  bool(): boolean {
    if (typeof this.value !== 'boolean') throw this.typeError('true or false');
    return this.value;
  }

  scalar(): string | number | boolean {
    const { value } = this;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return value;
    }
    throw this.typeError('a string, an integer, true or false');
  }

  /** An int64 as CometBFT writes it: a decimal number in a string. */
  int64(min: bigint = INT64_MIN, max: bigint = INT64_MAX): bigint {
    const text = this.text();
    if (!DECIMAL.test(text)) throw this.valueError('must be a decimal integer in a string');
    const value = BigInt(text);
    if (value < min || value > max) throw this.valueError(`must lie in ${min} to ${max}`);
    return value;
  }

  base64(): Uint8Array {
    const bytes = decodeBase64(this.text());
    if (bytes === undefined) throw this.valueError('must be base64 with padding (RFC 4648 §4)');
    return bytes;
  }

  valueError(what: string): GenesisError {
    return new GenesisError('GENESIS_VALUE', `${this.path} ${what}`);
  }

  private typeError(what: string): GenesisError {
    return new GenesisError('GENESIS_TYPE', `${this.path} must be ${what}`);
  }

  private map(): JsonObject {
    if (this.value instanceof Map) return this.value;
    throw this.typeError('an object');
  }

  private child(name: string, value: JsonValue): JsonField {
    return new JsonField(value, `${this.path}.${name}`);
  }
}

/** Member `name` of an object whose required members were checked. */
export function member(fields: Map<string, JsonField>, name: string): JsonField {
  const field = fields.get(name);
  if (field === undefined) throw new GenesisError('GENESIS_FIELD_MISSING', `${name} is missing`);
  return field;
}
