import { sm3 } from '../sm3.ts';
import { bytesToBigint, concatBytes } from '../bytes.ts';
import { SM2_ORDER, Sm2Curve, signWith } from '../sm2.ts';
import { caseOf, encodingCases, rangeCases, signedBy } from './short-weierstrass-cases.ts';
import type { Signed } from './short-weierstrass-cases.ts';
import { utf8 } from './vector-files.ts';
import type { SignatureCase } from './vector-files.ts';

/** A signature over some other digest than SM3(Z_A || M), correct in all else. */
function overDigest(signed: Signed, digest: Uint8Array): Signed {
  const signature = signWith(bytesToBigint(signed.secretKey), bytesToBigint(digest), 0x1234567n);
  if (signature === undefined) throw new Error('This number gives no signature.');
  const [r = 0n, s = 0n] = [signature.subarray(0, 32), signature.subarray(32)].map(bytesToBigint);
  return { ...signed, r, s };
}

export function sm2EdgeCases(): SignatureCase[] {
  const signed = signedBy('sm2', utf8('touchmark'));
  const empty = signedBy('sm2', new Uint8Array(0));
  const affine = Sm2Curve.fromBytes(signed.publicKey).toAffine();
  const withoutZa = overDigest(signed, sm3(signed.message));
  const withZeroZa = overDigest(signed, sm3(concatBytes(new Uint8Array(32), signed.message)));
  return [
    caseOf('honest', signed, true),
    caseOf('honest, no message', empty, true),
    caseOf('s replaced by n - s', { ...signed, s: SM2_ORDER - signed.s }, false),
    caseOf('r + s = n', { ...signed, s: SM2_ORDER - signed.r }, false),
    caseOf('digest of the message alone, without Z_A', withoutZa, false),
    caseOf('Z_A all zeros', withZeroZa, false),
    ...rangeCases(signed, SM2_ORDER),
    ...encodingCases(signed, affine),
  ];
}
