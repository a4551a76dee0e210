import { CborReader, CborWriter } from '@touchmark/codec';

/** What the chain store keeps of a decided block besides its transactions. */
export interface BlockRow {
  readonly timeMs: number;
  /** Number and length in bytes of the encoded transactions. */
  readonly transactions: number;
  readonly bytes: number;
  /** Hash of the header. */
  readonly hash: Uint8Array;
  /** Total and hash of the block's parts: with `hash` they are its block id. */
  readonly parts: { readonly total: number; readonly hash: Uint8Array };
  /** Header and commit, as `encodeSignedHeader` makes them. */
  readonly signedHeader: Uint8Array;
}

export function encodeBlockRow(row: BlockRow): Uint8Array {
  return new CborWriter(row.signedHeader.length + 128)
    .array(7)
    .uint(row.timeMs)
    .uint(row.transactions)
    .uint(row.bytes)
    .bytes(row.hash)
    .uint(row.parts.total)
    .bytes(row.parts.hash)
    .bytes(row.signedHeader)
    .finish();
}

/** Byte strings of the result are views of `bytes`. */
export function decodeBlockRow(bytes: Uint8Array): BlockRow {
  const reader = new CborReader(bytes);
  reader.arrayOf(7);
  const timeMs = reader.uint();
  const transactions = reader.uint();
  const length = reader.uint();
  const hash = reader.bytesOf(32);
  const parts = { total: reader.uint(), hash: reader.bytesOf(32) };
  const signedHeader = reader.bytes();
  reader.end();
  return { timeMs, transactions, bytes: length, hash, parts, signedHeader };
}
