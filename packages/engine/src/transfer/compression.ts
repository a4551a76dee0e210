import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Compression } from './format.ts';

export function compress(compression: Compression, plain: Uint8Array): Uint8Array {
  if (compression === 'none') return plain;
  if (compression === 'gzip') return gzipSync(plain);
  return zstdCompressSync(plain, {
    params: { [constants.ZSTD_c_contentSizeFlag]: 1 },
    pledgedSrcSize: plain.length,
  });
}

/** @throws if the bytes are not what they should be, or become longer than `length`. */
export function decompress(
  compression: Compression,
  stored: Uint8Array,
  length: number,
): Uint8Array {
  const options = { maxOutputLength: Math.max(1, length) };
  const plain =
    compression === 'none'
      ? stored
      : compression === 'gzip'
        ? gunzipSync(stored, options)
        : zstdDecompressSync(stored, options);
  if (plain.length !== length) throw new RangeError(`${plain.length} bytes, not ${length}`);
  return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
}
