import { decodeBase64, decodeHex } from '@touchmark/codec';

/** Makes the error that is thrown when JSON is not what it should be. */
export type JsonFault = (message: string) => Error;

/**
 * Reads JSON of which only the expected shape is known. Members that nobody asks for are passed
 * over, so that a newer writer may add some.
 */
export class JsonReader {
  readonly #value: unknown;
  readonly #path: string;
  readonly #fault: JsonFault;

  constructor(value: unknown, path: string, fault: JsonFault) {
    this.#value = value;
    this.#path = path;
    this.#fault = fault;
  }

  static parse(text: string, path: string, fault: JsonFault): JsonReader {
    try {
      return new JsonReader(JSON.parse(text), path, fault);
    } catch {
      throw fault(`${path} is not JSON`);
    }
  }

  /** A member of an object, which must be there. */
  member(name: string): JsonReader {
    const found = this.optional(name);
    if (found === undefined) throw this.#fault(`${this.#path}.${name} is missing`);
    return found;
  }

  /** A member of an object; undefined if it is not there. */
  optional(name: string): JsonReader | undefined {
    const object = this.#value;
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
      throw this.#fault(`${this.#path} must be an object`);
    }
    if (!Object.hasOwn(object, name)) return undefined;
    const value: unknown = Reflect.get(object, name);
    return new JsonReader(value, `${this.#path}.${name}`, this.#fault);
  }

  /** All members of an object. */
  members(): Map<string, JsonReader> {
    const object = this.#value;
    if (typeof object !== 'object' || object === null)
      throw this.#fault(`${this.#path} must be an object`);
    return new Map(Object.keys(object).map((name) => [name, this.member(name)]));
  }

  items(): JsonReader[] {
    const items: unknown = this.#value;
    if (!Array.isArray(items)) throw this.#fault(`${this.#path} must be an array`);
    return items.map((item, index) => new JsonReader(item, `${this.#path}[${index}]`, this.#fault));
  }

  isNull(): boolean {
    return this.#value === null;
  }

  text(): string {
    if (typeof this.#value === 'string') return this.#value;
    throw this.#fault(`${this.#path} must be a text`);
  }

  /** One of some words. */
  word<const Word extends string>(words: readonly Word[]): Word {
    const found = words.find((word) => word === this.#value);
    if (found !== undefined) return found;
    throw this.#fault(`${this.#path} must be one of ${words.join(', ')}`);
  }

  integer(min = 0, max: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#value;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) {
      return value;
    }
    throw this.#fault(`${this.#path} must be a whole number from ${min} to ${max}`);
  }

  boolean(): boolean {
    if (typeof this.#value === 'boolean') return this.#value;
    throw this.#fault(`${this.#path} must be true or false`);
  }

  number(): number {
    if (typeof this.#value === 'number') return this.#value;
    throw this.#fault(`${this.#path} must be a number`);
  }

  base64(length?: number): Uint8Array {
    const bytes = decodeBase64(this.text());
    if (bytes !== undefined && (length === undefined || bytes.length === length)) return bytes;
    throw this.#fault(
      `${this.#path} must be base64${length === undefined ? '' : ` of ${length} bytes`}`,
    );
  }

  hex(length?: number): Uint8Array {
    const bytes = decodeHex(this.text());
    if (bytes !== undefined && (length === undefined || bytes.length === length)) return bytes;
    throw this.#fault(
      `${this.#path} must be hexadecimal${length === undefined ? '' : ` of ${length} bytes`}`,
    );
  }

  /** Milliseconds since 1970 of a time as RFC 3339 writes it. */
  timeMs(): number {
    const timeMs = Date.parse(this.text());
    if (Number.isSafeInteger(timeMs)) return timeMs;
    throw this.#fault(`${this.#path} must be a time such as 2026-01-31T09:30:00Z`);
  }

  /** Whatever is there. */
  any(): unknown {
    return this.#value;
  }
}
