import { CborReader } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { ledger } from '@touchmark/ledger';
import type { Entry } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';

const VERSION_BYTES = 4;

/** How many older versions an entry of the state has. @throws CborError for what should say so and does not. */
export function olderVersionsOf({ key, value }: Entry): number {
  if (!ledger.isVersioned(key)) return 0;
  const reader = new CborReader(value);
  reader.arrayOf(5);
  return reader.uint() - 1;
}

/** A version whose successor has not come yet. */
interface Open {
  readonly key: Uint8Array;
  readonly version: number;
  readonly hash: Uint8Array;
}

/**
 * Checks older versions as they come, in the order of their keys: each must be named, by its hash, by the next one, and
 * the newest of them by the entry in the state. So the state's root speaks for all of them, if none is missing: their
 * number tells.
 */
export class GivenHistory {
  readonly #currentOf: (key: Uint8Array) => Uint8Array | undefined;
  #open: Open | undefined;
  #count = 0;

  constructor(currentOf: (key: Uint8Array) => Uint8Array | undefined) {
    this.#currentOf = currentOf;
  }

  get count(): number {
    return this.#count;
  }

  /** @returns false for a row that has no place here. @throws ProofError for one that is no version at all. */
  add({ key: rowKey, value }: Entry): boolean {
    if (rowKey.length <= VERSION_BYTES) return false;
    const key = rowKey.subarray(0, -VERSION_BYTES);
    const place = new DataView(rowKey.buffer, rowKey.byteOffset, rowKey.length);
    const { version, previous } = decodeVersioned(value);
    if (place.getUint32(key.length) !== version) return false;
    const before = this.#open;
    const isNext = before !== undefined && Buffer.compare(before.key, key) === 0;
    if (!isNext) {
      if (version !== 1 || !this.close()) return false;
    } else if (before.version !== version - 1 || !isNamed(before, previous)) return false;
    this.#open = { key: key.slice(), version, hash: sha256(value) };
    this.#count += 1;
    return true;
  }

  /** @returns whether the newest of the versions so far is the one that the state names. */
  close(): boolean {
    const open = this.#open;
    if (open === undefined) return true;
    this.#open = undefined;
    const current = this.#currentOf(open.key);
    if (current === undefined || !ledger.isVersioned(open.key)) return false;
    const { version, previous } = decodeVersioned(current);
    return version === open.version + 1 && isNamed(open, previous);
  }
}

function isNamed({ hash }: Open, previous: Uint8Array | null): boolean {
  return previous !== null && Buffer.compare(hash, previous) === 0;
}
