/**
 * A bounded cache of what is costly to derive from a public key. Only speed may depend on what it holds: a verdict
 * is the same on a hit and on a miss.
 */
export class RecentCache<Value> {
  readonly #limit: number;
  readonly #entries = new Map<string, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns the value kept for these bytes, else what `derive` makes of them; undefined is not kept. */
  get(bytes: Uint8Array, derive: (bytes: Uint8Array) => Value | undefined): Value | undefined {
    const name = String.fromCharCode(...bytes);
    const kept = this.#entries.get(name);
    if (kept !== undefined) {
      // Moved to the young end: the first entry is always the one unused for longest.
      this.#entries.delete(name);
      this.#entries.set(name, kept);
      return kept;
    }
    const value = derive(bytes);
    if (value !== undefined) this.#keep(name, value);
    return value;
  }

  get size(): number {
    return this.#entries.size;
  }

  #keep(name: string, value: Value): void {
    this.#entries.set(name, value);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
