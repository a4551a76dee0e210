import { challenge, littleEndianBytes, ORDER, Point, scalarFrom } from './ed25519-forger.ts';
import { smallOrderEncodings } from './ed25519-forger.ts';
import { hex, utf8 } from './vector-files.ts';
import type { SignatureCase } from './vector-files.ts';

const message = utf8('Zcash');

function caseOf(name: string, a: Uint8Array, r: Uint8Array, s: bigint): SignatureCase {
  const signature = hex(r) + hex(littleEndianBytes(s));
  // Each one fulfils the cofactored equation; each has a point of small order, which a transaction may not.
  const verdicts = { transaction: false, consensus: true };
  return { name, publicKey: hex(a), message: hex(message), signature, ...verdicts };
}

/**
 * Every small-order A with every small-order R and S = 0, as published with ZIP-215; then each of them with an honest
 * other point.
 */
export function smallOrderCases(): SignatureCase[] {
  const encodings = smallOrderEncodings();
  const grid = encodings.flatMap((a) =>
    encodings.map((r) => caseOf(`A ${a.name}; R ${r.name}; S = 0`, a.bytes, r.bytes, 0n)),
  );
  const nonce = scalarFrom('nonce');
  const honestR = Point.BASE.multiply(nonce).toBytes();
  const smallKeys = encodings.map((a) =>
    caseOf(`A ${a.name}; R of order L`, a.bytes, honestR, nonce),
  );
  const secret = scalarFrom('secret');
  const honestA = Point.BASE.multiply(secret).toBytes();
  const smallNonces = encodings.map((r) => {
    const s = (challenge(r.bytes, honestA, message) * secret) % ORDER;
    return caseOf(`A of order L; R ${r.name}`, honestA, r.bytes, s);
  });
  return [...grid, ...smallKeys, ...smallNonces];
}
