/** Makes signatures that no honest signer makes: on points with a small-order part, or encoded in odd ways. */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { EdwardsPoint } from '@noble/curves/abstract/edwards.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bigintTo32Bytes, bytesToBigint, concatBytes } from '../bytes.ts';
import { hex, utf8 } from './vector-files.ts';

export const { Point } = ed25519;
export const ORDER: bigint = Point.Fn.ORDER;
export const FIELD: bigint = Point.Fp.ORDER;

export const littleEndianBytes = (value: bigint): Uint8Array => bigintTo32Bytes(value).toReversed();

export const scalarFrom = (label: string): bigint =>
  bytesToBigint(sha512(utf8(label)).toReversed()) % ORDER;

/** k = SHA-512(R || A || M) mod L, over the encodings as given. */
export function challenge(r: Uint8Array, a: Uint8Array, message: Uint8Array): bigint {
  return bytesToBigint(sha512(concatBytes(r, a, message)).toReversed()) % ORDER;
}

const isCanonical = (bytes: Uint8Array): boolean => decode(bytes) !== undefined;

/** All 14 encodings that ZIP-215 decodes to points of order 1, 2, 4 and 8: 8 canonical ones, then 6 others. */
export function smallOrderEncodings(): { name: string; bytes: Uint8Array }[] {
  const fields = [...new Set(eighths().map((point) => point.toAffine().y))];
  const encodings = [...fields, FIELD, FIELD + 1n].flatMap((y) =>
    [0n, 1n].map((sign) => littleEndianBytes(y + (sign << 255n))),
  );
  const ordered = [true, false].flatMap((wanted) =>
    encodings.filter((bytes) => isCanonical(bytes) === wanted),
  );
  return ordered.map((bytes) => {
    const order = orderOf(Point.fromBytes(bytes, true));
    const text = hex(bytes);
    const kind = isCanonical(bytes) ? '' : ', non-canonical';
    return { name: `${text.slice(0, 2)}..${text.slice(-2)} (order ${order}${kind})`, bytes };
  });
}

export function orderOf(point: EdwardsPoint): number {
  const order = [1, 2, 4, 8].find((each) => point.multiplyUnsafe(BigInt(each)).is0());
  if (order === undefined) throw new Error('This point is not of small order.');
  return order;
}

/** The eight multiples of one point of order 8, found by clearing a point's part of order L. */
export function eighths(): EdwardsPoint[] {
  for (let y = 2n; ; y += 1n) {
    const point = decode(littleEndianBytes(y));
    const generator = point?.multiplyUnsafe(ORDER - 1n).add(point);
    if (generator === undefined || orderOf(generator) !== 8) continue;
    return Array.from({ length: 8 }, (_, times) => generator.multiplyUnsafe(BigInt(times)));
  }
}

export function decode(bytes: Uint8Array): EdwardsPoint | undefined {
  try {
    return Point.fromBytes(bytes, false);
  } catch {
    return undefined;
  }
}
