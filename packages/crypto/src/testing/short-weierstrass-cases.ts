/** Edge cases that ECDSA over P-256 and SM2 have in common: ranges of r and s, lengths, encodings of the key. */
import { bigintTo32Bytes, bytesToBigint, concatBytes } from '../bytes.ts';
import type { SignatureAlgorithm } from '../algorithm.ts';
import { publicKeyOf, sign } from '../signature.ts';
import { sha256 } from '../sha256.browser.ts';
import { hex, utf8 } from './vector-files.ts';
import type { SignatureCase } from './vector-files.ts';

export interface Signed {
  secretKey: Uint8Array;
  publicKey: Uint8Array;
  message: Uint8Array;
  r: bigint;
  s: bigint;
}

export function signedBy(algorithm: SignatureAlgorithm, message: Uint8Array): Signed {
  const secretKey = sha256(utf8(`secret key for the ${algorithm} vectors`));
  const signature = sign(algorithm, secretKey, message);
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map(bytesToBigint);
  if (r === undefined || s === undefined) throw new Error('A signature has two halves.');
  return { secretKey, publicKey: publicKeyOf(algorithm, secretKey), message, r, s };
}

export function caseOf(name: string, signed: Signed, transaction: boolean): SignatureCase {
  const signature = hex(concatBytes(bigintTo32Bytes(signed.r), bigintTo32Bytes(signed.s)));
  const { publicKey, message } = signed;
  return { name, publicKey: hex(publicKey), message: hex(message), signature, transaction };
}

/** Everything here is refused. */
export function rangeCases(signed: Signed, order: bigint): SignatureCase[] {
  const refused = (name: string, change: Partial<Signed>): SignatureCase =>
    caseOf(name, { ...signed, ...change }, false);
  return [
    refused('r = 0', { r: 0n }),
    refused('s = 0', { s: 0n }),
    refused('r = 0, s = 0', { r: 0n, s: 0n }),
    refused('r = n', { r: order }),
    refused('s = n', { s: order }),
    refused('r = n - 1', { r: order - 1n }),
    refused('s = n - 1', { s: order - 1n }),
    refused('r = 1, s = 1', { r: 1n, s: 1n }),
    refused('r and s all ones', { r: 2n ** 256n - 1n, s: 2n ** 256n - 1n }),
    refused('r replaced by n - r', { r: order - signed.r }),
    refused('r and s exchanged', { r: signed.s, s: signed.r }),
    refused('another message', { message: concatBytes(signed.message, Uint8Array.of(0)) }),
    refused('no message', { message: new Uint8Array(0) }),
  ];
}

/** Everything here is refused: one key has one encoding, 33 bytes, and one signature has one, 64 bytes. */
export function encodingCases(signed: Signed, affine: { x: bigint; y: bigint }): SignatureCase[] {
  const honest = caseOf('', signed, false);
  const [x, y] = [affine.x, affine.y].map((value) => hex(bigintTo32Bytes(value)));
  const parity = affine.y & 1n;
  const withKey = (name: string, publicKey: string): SignatureCase => ({
    ...honest,
    name,
    publicKey,
  });
  const withSignature = (name: string, signature: string): SignatureCase => ({
    ...honest,
    name,
    signature,
  });
  return [
    withKey('key with the other y', `0${3n - parity}${x}`),
    withKey('key uncompressed', `04${x}${y}`),
    withKey('key in hybrid form', `0${6n + parity}${x}${y}`),
    withKey('key without its first byte', `${x}`),
    withKey('key with first byte 00', `00${x}`),
    withKey('key with first byte 04', `04${x}`),
    withKey('key is the point at infinity', '00'),
    withKey('key is 33 zero bytes', '00'.repeat(33)),
    withKey('key is empty', ''),
    withKey('key is followed by a byte', `${honest.publicKey}00`),
    withSignature('signature is empty', ''),
    withSignature('signature of 63 bytes', honest.signature.slice(0, -2)),
    withSignature('signature of 65 bytes', `${honest.signature}00`),
    withSignature('signature in DER', derOf(honest.signature)),
  ];
}

const lengthByte = (body: string): string => (body.length / 2).toString(16).padStart(2, '0');

function derInteger(half: string): string {
  const isNegative = Number.parseInt(half.slice(0, 2), 16) >= 0x80;
  const body = isNegative ? `00${half}` : half;
  return `02${lengthByte(body)}${body}`;
}

function derOf(signature: string): string {
  const body = derInteger(signature.slice(0, 64)) + derInteger(signature.slice(64));
  return `30${lengthByte(body)}${body}`;
}
