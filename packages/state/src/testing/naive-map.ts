import { createHash } from 'node:crypto';

/** The definition of the root, as plainly as it can be said; it shares nothing with the code under test. */
export class NaiveMap {
  private readonly entries = new Map<string, { key: Uint8Array; value: Uint8Array }>();

  set(key: Uint8Array, value: Uint8Array | null): void {
    const bits = bitString(key);
    if (value === null) this.entries.delete(bits);
    else this.entries.set(bits, { key, value });
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.entries.get(bitString(key))?.value;
  }

  get size(): number {
    return this.entries.size;
  }

  /** Entries in key order; `end` exclusive, null for no bound. */
  range(start: Uint8Array, end: Uint8Array | null): { key: Uint8Array; value: Uint8Array }[] {
    return [...this.entries.values()]
      .filter(({ key }) => Buffer.compare(key, start) >= 0)
      .filter(({ key }) => end === null || Buffer.compare(key, end) < 0)
      .sort((left, right) => Buffer.compare(left.key, right.key));
  }

  root(): Uint8Array {
    if (this.entries.size === 0) return digest();
    return this.subtree([...this.entries.keys()].sort());
  }

  private subtree(strings: readonly string[]): Uint8Array {
    const [first] = strings;
    const last = strings.at(-1);
    if (first === undefined || last === undefined) throw new Error('a subtree has leaves');
    if (strings.length === 1) return this.leaf(first);
    let position = 0;
    while (first[position] === last[position]) position += 1;
    return digest(
      Uint8Array.of(1, 0, position >> 8, position & 0xff),
      this.subtree(strings.filter((bits) => bits[position] === '0')),
      this.subtree(strings.filter((bits) => bits[position] === '1')),
    );
  }

  private leaf(bits: string): Uint8Array {
    const entry = this.entries.get(bits);
    if (entry === undefined) throw new Error('no such leaf');
    return digest(Uint8Array.of(0), digest(entry.value), entry.key);
  }
}

function bitString(key: Uint8Array): string {
  return [...key].map((byte) => `1${byte.toString(2).padStart(8, '0')}`).join('') + '0';
}

function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
