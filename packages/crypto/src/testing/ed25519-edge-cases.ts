import type { EdwardsPoint } from '@noble/curves/abstract/edwards.js';
import { concatBytes } from '../bytes.ts';
import { challenge, decode, eighths, FIELD, littleEndianBytes } from './ed25519-forger.ts';
import { ORDER, Point, scalarFrom } from './ed25519-forger.ts';
import { hex, unhex, utf8 } from './vector-files.ts';
import type { SignatureCase } from './vector-files.ts';

interface Forged {
  publicKey: Uint8Array;
  message: Uint8Array;
  r: Uint8Array;
  s: bigint;
}

const secret = scalarFrom('edge secret');
const nonce = scalarFrom('edge nonce');

/**
 * Signs with A = aB + `keyPart` and R = rB + `noncePart`. The cofactored equation always holds; the cofactorless one
 * holds when `noncePart` = -k `keyPart`. Messages are tried until that is as `wanted`.
 */
function forge(keyPart: EdwardsPoint, noncePart: EdwardsPoint, wanted: boolean): Forged {
  const publicKey = Point.BASE.multiply(secret).add(keyPart).toBytes();
  const r = Point.BASE.multiply(nonce).add(noncePart).toBytes();
  for (let attempt = 0; ; attempt += 1) {
    const message = utf8(`touchmark ${attempt}`);
    const k = challenge(r, publicKey, message);
    const holds = keyPart
      .multiplyUnsafe(k % 8n)
      .negate()
      .equals(noncePart);
    if (holds === wanted) return { publicKey, message, r, s: (nonce + k * secret) % ORDER };
  }
}

function caseOf(
  name: string,
  forged: Forged,
  transaction: boolean,
  consensus: boolean,
): SignatureCase {
  const signature = concatBytes(forged.r, littleEndianBytes(forged.s));
  return {
    name,
    publicKey: hex(forged.publicKey),
    message: hex(forged.message),
    signature: hex(signature),
    transaction,
    consensus,
  };
}

function torsionCases(): SignatureCase[] {
  const parts = eighths();
  const zero = Point.ZERO;
  return [1, 2, 4].flatMap((times) => {
    const part = parts[times] ?? zero;
    const order = 8 / times;
    return [
      caseOf(`A has a part of order ${order}, k cancels it`, forge(part, zero, true), true, true),
      caseOf(`A has a part of order ${order}, k does not`, forge(part, zero, false), false, true),
      caseOf(
        `A and R have parts of order ${order}, k matches them`,
        forge(part, part, true),
        true,
        true,
      ),
      caseOf(
        `A and R have parts of order ${order}, k does not`,
        forge(part, part, false),
        false,
        true,
      ),
      caseOf(`R has a part of order ${order}`, forge(zero, part, false), false, true),
    ];
  });
}

function scalarCases(honest: Forged): SignatureCase[] {
  const refused = (name: string, s: bigint): SignatureCase =>
    caseOf(name, { ...honest, s }, false, false);
  const multiples = [1n, 2n, 7n, 8n, 14n].map((times) =>
    refused(`S + ${times}L`, honest.s + times * ORDER),
  );
  const bits = [252n, 253n, 254n, 255n].map((bit) =>
    refused(`bit ${bit} of S set`, honest.s | (1n << bit)),
  );
  return [
    ...multiples,
    ...bits,
    refused('S = 0', 0n),
    refused('S = L', ORDER),
    refused('S = L - 1', ORDER - 1n),
    refused('-S', ORDER - honest.s),
  ];
}

function encodingCases(honest: Forged): SignatureCase[] {
  const ys = Array.from({ length: 17 }, (_, index) => BigInt(index + 2));
  const onCurve = ys.filter((y) => decode(littleEndianBytes(y)) !== undefined);
  const offCurve = ys.filter((y) => decode(littleEndianBytes(y)) === undefined);
  const asKey = (name: string, y: bigint): SignatureCase =>
    caseOf(`A ${name}`, { ...honest, publicKey: littleEndianBytes(y) }, false, false);
  const asNonce = (name: string, y: bigint): SignatureCase =>
    caseOf(`R ${name}`, { ...honest, r: littleEndianBytes(y) }, false, false);
  return [
    ...onCurve.flatMap((y) => [
      asKey(`non-canonical, y = p + ${y}`, FIELD + y),
      asNonce(`non-canonical, y = p + ${y}`, FIELD + y),
    ]),
    ...offCurve.flatMap((y) => [
      asKey(`not on the curve, y = ${y}`, y),
      asNonce(`not on the curve, y = ${y}`, y),
    ]),
    asKey('all ones', (1n << 256n) - 1n),
    asNonce('all ones', (1n << 256n) - 1n),
  ];
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

function damageCases(honest: SignatureCase): SignatureCase[] {
  const refused = (name: string, change: Partial<SignatureCase>): SignatureCase => ({
    ...honest,
    ...change,
    name,
    transaction: false,
    consensus: false,
  });
  const signature = unhex(honest.signature);
  const publicKey = unhex(honest.publicKey);
  return [
    ...[0, 100, 255, 256, 400, 503].map((bit) =>
      refused(`bit ${bit} of the signature flipped`, { signature: hex(flip(signature, bit)) }),
    ),
    ...[0, 100, 255].map((bit) =>
      refused(`bit ${bit} of the key flipped`, { publicKey: hex(flip(publicKey, bit)) }),
    ),
    refused('another message', { message: `${honest.message}00` }),
    refused('no message', { message: '' }),
    ...[0, 32, 63].map((length) =>
      refused(`signature of ${length} bytes`, { signature: hex(signature.subarray(0, length)) }),
    ),
    refused('signature of 65 bytes', { signature: `${honest.signature}00` }),
    ...[0, 31].map((length) =>
      refused(`key of ${length} bytes`, { publicKey: hex(publicKey.subarray(0, length)) }),
    ),
    refused('key of 33 bytes', { publicKey: `${honest.publicKey}00` }),
    refused('R and S exchanged', {
      signature: honest.signature.slice(64) + honest.signature.slice(0, 64),
    }),
  ];
}

export function edgeCases(): SignatureCase[] {
  const forged = forge(Point.ZERO, Point.ZERO, true);
  const honest = caseOf('honest', forged, true, true);
  return [
    honest,
    ...torsionCases(),
    ...scalarCases(forged),
    ...encodingCases(forged),
    ...damageCases(honest),
  ];
}
