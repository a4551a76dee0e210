import type { BatchItem } from './item.ts';

/** What one transaction registers: identifiers of one prefix, all or none. */
export interface BatchChunk {
  readonly prefix: string;
  readonly items: readonly BatchItem[];
}

/** Size of a transaction that leaves room for signatures and the parts around the entries. */
const MAX_CHUNK_BYTES = 900_000;
const ITEM_OVERHEAD_BYTES = 16;
const VALUE_OVERHEAD_BYTES = 40;

function sizeOf(item: BatchItem): number {
  let size = ITEM_OVERHEAD_BYTES + item.suffix.length;
  for (const { type, data } of item.values) {
    const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
    size += VALUE_OVERHEAD_BYTES + type.length + length;
  }
  return size;
}

/** Cuts items into transactions, in the order of the file: a new one at each change of prefix, and when one is full. */
export function chunksOf(items: readonly BatchItem[], maxItems: number): BatchChunk[] {
  const chunks: { prefix: string; items: BatchItem[]; bytes: number }[] = [];
  for (const item of items) {
    const last = chunks.at(-1);
    const bytes = sizeOf(item);
    const fits =
      last !== undefined &&
      last.prefix === item.prefix &&
      last.items.length < maxItems &&
      last.bytes + bytes <= MAX_CHUNK_BYTES;
    if (fits) {
      last.items.push(item);
      last.bytes += bytes;
    } else {
      chunks.push({ prefix: item.prefix, items: [item], bytes });
    }
  }
  return chunks;
}
