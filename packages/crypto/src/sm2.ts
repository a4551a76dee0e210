/**
 * SM2 digital signatures (GB/T 32918.2-2016) on the recommended curve (GB/T 32918.5-2017), with the default
 * distinguishing identifier `1234567812345678` (GM/T 0009-2012). A signature is r || s, 64 bytes.
 *
 * Signing is deterministic (RFC 6979's construction with HMAC-SM3), so a weak random generator can't leak a key.
 * bigint arithmetic is not constant-time: keep signing with SM2 off machines that strangers can time.
 */
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { SECRET_KEY_BYTES, SIGNATURE_BYTES } from './algorithm.ts';
import { bigintTo32Bytes, bytesToBigint, concatBytes } from './bytes.ts';
import { secretKeyError } from './crypto-error.ts';
import { hmacSm3 } from './hmac-sm3.ts';
import { RecentCache } from './recent-cache.ts';
import { sm3 } from './sm3.ts';

type Sm2Point = WeierstrassPoint<bigint>;

const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
export const SM2_ORDER: bigint = CURVE.n;
export const Sm2Curve = weierstrass(CURVE);

const DEFAULT_ID = new TextEncoder().encode('1234567812345678');

/** A table of a key's multiples makes checking three times as fast, and takes 200 kB: from the second use on. */
const TABLE_WINDOW_BITS = 4;
const signers = new RecentCache<{ point: Sm2Point; uses: number }>(64);

function decodePoint(publicKey: Uint8Array): Sm2Point | undefined {
  if (publicKey.length !== 33) return undefined;
  try {
    return Sm2Curve.fromBytes(publicKey);
  } catch {
    return undefined;
  }
}

function signerPoint(publicKey: Uint8Array): Sm2Point | undefined {
  if (publicKey.length !== 33) return undefined;
  const signer = signers.get(publicKey, (bytes) => {
    const point = decodePoint(bytes);
    return point === undefined ? undefined : { point, uses: 0 };
  });
  if (signer === undefined) return undefined;
  signer.uses += 1;
  if (signer.uses === 2) signer.point.precompute(TABLE_WINDOW_BITS);
  return signer.point;
}

function decodeSecret(secretKey: Uint8Array): bigint {
  if (secretKey.length !== SECRET_KEY_BYTES) throw secretKeyError('sm2');
  const secret = bytesToBigint(secretKey);
  // For d = n - 1 there is no inverse of 1 + d, which signing needs (GB/T 32918.1, section 6.1).
  if (secret === 0n || secret >= SM2_ORDER - 1n) throw secretKeyError('sm2');
  return secret;
}

const modulo = (value: bigint): bigint => ((value % SM2_ORDER) + SM2_ORDER) % SM2_ORDER;

/** e = SM3(Z_A || M), where Z_A binds identifier, curve and public key (GB/T 32918.2, section 5.5). */
export function messageDigest(point: Sm2Point, message: Uint8Array): bigint {
  const { x, y } = point.toAffine();
  const idBits = DEFAULT_ID.length * 8;
  const curve = [CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy, x, y].map(bigintTo32Bytes);
  const za = sm3(concatBytes(Uint8Array.of(idBits >> 8, idBits & 0xff), DEFAULT_ID, ...curve));
  return bytesToBigint(sm3(concatBytes(za, message)));
}

/** Candidates for the secret number k, from secret and digest alone (RFC 6979, section 3.2). */
function* secretNumbers(secret: bigint, digest: bigint): Generator<bigint> {
  const seed = concatBytes(bigintTo32Bytes(secret), bigintTo32Bytes(modulo(digest)));
  let value: Uint8Array = new Uint8Array(32).fill(1);
  let key: Uint8Array = hmacSm3(new Uint8Array(32), concatBytes(value, Uint8Array.of(0), seed));
  value = hmacSm3(key, value);
  key = hmacSm3(key, concatBytes(value, Uint8Array.of(1), seed));
  value = hmacSm3(key, value);
  for (;;) {
    value = hmacSm3(key, value);
    const candidate = bytesToBigint(value);
    if (candidate > 0n && candidate < SM2_ORDER) yield candidate;
    key = hmacSm3(key, concatBytes(value, Uint8Array.of(0)));
    value = hmacSm3(key, value);
  }
}

export function sm2PublicKeyIsAcceptable(publicKey: Uint8Array): boolean {
  return decodePoint(publicKey) !== undefined;
}

export function sm2PublicKeyOf(secretKey: Uint8Array): Uint8Array {
  return Sm2Curve.BASE.multiply(decodeSecret(secretKey)).toBytes(true);
}

/**
 * The signature that one secret number gives; exported for the standard's example, which fixes k.
 * @returns r || s, or undefined when this k gives none (GB/T 32918.2, section 6.1, steps A5 and A6).
 */
export function signWith(secret: bigint, digest: bigint, k: bigint): Uint8Array | undefined {
  const r = modulo(digest + Sm2Curve.BASE.multiply(k).toAffine().x);
  if (r === 0n || r + k === SM2_ORDER) return undefined;
  const s = modulo(Sm2Curve.Fn.inv(1n + secret) * modulo(k - r * secret));
  return s === 0n ? undefined : concatBytes(bigintTo32Bytes(r), bigintTo32Bytes(s));
}

export function sm2Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  const secret = decodeSecret(secretKey);
  const digest = messageDigest(Sm2Curve.BASE.multiply(secret), message);
  for (const k of secretNumbers(secret, digest)) {
    const signature = signWith(secret, digest, k);
    if (signature !== undefined) return signature;
  }
  throw secretKeyError('sm2');
}

export function sm2Verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const r = bytesToBigint(signature.subarray(0, 32));
  const s = bytesToBigint(signature.subarray(32));
  if (r === 0n || r >= SM2_ORDER || s === 0n || s >= SM2_ORDER) return false;
  const t = modulo(r + s);
  if (t === 0n) return false;
  const point = signerPoint(publicKey);
  if (point === undefined) return false;
  const sum = Sm2Curve.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(t));
  if (sum.is0()) return false;
  return modulo(messageDigest(point, message) + sum.toAffine().x) === r;
}
