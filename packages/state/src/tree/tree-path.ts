import { BITS_PER_BYTE, MAX_POSITION } from '../proof/key-bits.ts';
import { NO_SLOT, type NodeArena } from './node-arena.ts';

const MAX_DEPTH = MAX_POSITION + 2;

/** The nodes from the root to a page, as the bits of a key lead. */
export class TreePath {
  readonly slots: Int32Array = new Int32Array(MAX_DEPTH);
  /** Number of nodes; the page is not among them. */
  depth = 0;
  /** The page that the path ends in; NO_SLOT in an empty tree. */
  page: number = NO_SLOT;

  /** Follows the bits of the key from `root` down to a page, or to the first node at or below `limit`. */
  follow(
    arena: NodeArena,
    root: number,
    key: Uint8Array,
    keyLength: number,
    limit: number = MAX_POSITION + 1,
  ): void {
    let slot = root;
    let depth = 0;
    while (slot !== NO_SLOT && !arena.isPage(slot)) {
      const position = arena.position(slot);
      if (position >= limit) break;
      this.slots[depth] = slot;
      depth += 1;
      slot = bitOf(key, keyLength, position) === 0 ? arena.left(slot) : arena.right(slot);
    }
    this.depth = depth;
    this.page = slot;
  }

  /** Number of leading bits that all keys below the end of the path share. */
  sharedBits(arena: NodeArena): number {
    return this.depth === 0 ? 0 : arena.position(this.slots[this.depth - 1] as number) + 1;
  }
}

/** `bitAt` for a key that is the first bytes of a longer buffer. */
export function bitOf(key: Uint8Array, keyLength: number, position: number): 0 | 1 {
  const index = (position / BITS_PER_BYTE) | 0;
  if (index >= keyLength) return 0;
  const inByte = position - index * BITS_PER_BYTE;
  return inByte === 0 ? 1 : ((((key[index] as number) >> (8 - inByte)) & 1) as 0 | 1);
}

/**
 * Writes the lowest key that begins with the first `bits` bits of `key` into `target`; returns its length. (It need
 * not be a key that exists; and if the bits end in an end marker, it is the only one.)
 */
export function lowestKey(
  target: Uint8Array,
  key: Uint8Array,
  keyLength: number,
  bits: number,
): number {
  const whole = Math.min((bits / BITS_PER_BYTE) | 0, keyLength);
  for (let index = 0; index < whole; index += 1) target[index] = key[index] as number;
  const rest = bits - whole * BITS_PER_BYTE;
  if (rest === 0 || whole === keyLength) return whole;
  // The bit that says "a byte follows" is known, and rest - 1 bits of that byte.
  target[whole] = (key[whole] as number) & (0xff00 >> (rest - 1));
  return whole + 1;
}
