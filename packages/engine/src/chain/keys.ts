/** Highest height and counters that the keys have room for. */
export const MAX_UINT32 = 0xffff_ffff;
const TWO_TO_32 = 0x1_0000_0000;

function writeUint32(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
}

function readUint32(source: Uint8Array, at: number): number {
  return (
    (source[at] ?? 0) * 0x100_0000 +
    (((source[at + 1] ?? 0) << 16) | ((source[at + 2] ?? 0) << 8) | (source[at + 3] ?? 0))
  );
}

function writeHeight(target: Uint8Array, height: number): void {
  writeUint32(target, 0, Math.floor(height / TWO_TO_32));
  writeUint32(target, 4, height % TWO_TO_32);
}

/** Big-endian, so that byte order is the order of heights. */
export function heightKey(height: number): Uint8Array {
  const key = new Uint8Array(8);
  writeHeight(key, height);
  return key;
}

export function readHeight(key: Uint8Array): number {
  return readUint32(key, 0) * TWO_TO_32 + readUint32(key, 4);
}

/** Where an item of a packed table stands: block, transaction in the block, item of the transaction. */
export interface ItemPosition {
  readonly height: number;
  readonly index: number;
  readonly n: number;
}

export const ITEM_KEY_BYTES = 18;

/** height u64 || index u32 || n u32 || part u16, big-endian. */
export function itemKey(height: number, index: number, n: number, part: number): Uint8Array {
  const key = new Uint8Array(ITEM_KEY_BYTES);
  writeHeight(key, height);
  writeUint32(key, 8, index);
  writeUint32(key, 12, n);
  key[16] = part >>> 8;
  key[17] = part;
  return key;
}

export function readItemKey(key: Uint8Array): ItemPosition & { readonly part: number } {
  return {
    height: readHeight(key),
    index: readUint32(key, 8),
    n: readUint32(key, 12),
    part: ((key[16] ?? 0) << 8) | (key[17] ?? 0),
  };
}

/** height u64 || index u32: what a transaction id leads to. */
export function encodeLocation(height: number, index: number): Uint8Array {
  const location = new Uint8Array(12);
  writeHeight(location, height);
  writeUint32(location, 8, index);
  return location;
}

export function decodeLocation(bytes: Uint8Array): { height: number; index: number } {
  return { height: readHeight(bytes), index: readUint32(bytes, 8) };
}

export { readUint32, writeUint32 };
