import { p256 } from '@noble/curves/nist.js';
import { bytesToBigint, concatBytes } from '../bytes.ts';
import { caseOf, encodingCases, rangeCases, signedBy } from './short-weierstrass-cases.ts';
import { unhex, utf8 } from './vector-files.ts';
import type { SignatureCase } from './vector-files.ts';

const ORDER: bigint = p256.Point.Fn.ORDER;

/** As published, with its s above n/2: valid ECDSA, and refused here (RFC 6979, section A.2.5). */
function publishedHighS(): SignatureCase {
  const affine = {
    x: 0x60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6n,
    y: 0x7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299n,
  };
  const signed = {
    secretKey: unhex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721'),
    publicKey: p256.Point.fromAffine(affine).toBytes(true),
    message: utf8('sample'),
    r: 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n,
    s: 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n,
  };
  return caseOf('RFC 6979 "sample" as published, high s', signed, false);
}

export function p256EdgeCases(): SignatureCase[] {
  const signed = signedBy('p256', utf8('touchmark'));
  const empty = signedBy('p256', new Uint8Array(0));
  const affine = p256.Point.fromBytes(signed.publicKey).toAffine();
  const options = { lowS: true, prehash: false } as const;
  const unhashed = p256.sign(
    concatBytes(new Uint8Array(32 - 9), signed.message),
    signed.secretKey,
    options,
  );
  const unhashedHalves = {
    r: bytesToBigint(unhashed.subarray(0, 32)),
    s: bytesToBigint(unhashed.subarray(32)),
  };
  return [
    caseOf('honest', signed, true),
    caseOf('honest, no message', empty, true),
    caseOf('s replaced by n - s: high s', { ...signed, s: ORDER - signed.s }, false),
    publishedHighS(),
    caseOf('message signed without hashing', { ...signed, ...unhashedHalves }, false),
    ...rangeCases(signed, ORDER),
    ...encodingCases(signed, affine),
  ];
}
