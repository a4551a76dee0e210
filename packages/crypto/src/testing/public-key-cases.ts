import { p256 } from '@noble/curves/nist.js';
import { bigintTo32Bytes } from '../bytes.ts';
import type { SignatureAlgorithm } from '../algorithm.ts';
import { publicKeyOf } from '../signature.ts';
import { sha256 } from '../sha256.browser.ts';
import { Sm2Curve } from '../sm2.ts';
import { decode, eighths, FIELD, littleEndianBytes, Point } from './ed25519-forger.ts';
import { smallOrderEncodings } from './ed25519-forger.ts';
import { hex, unhex, utf8 } from './vector-files.ts';
import type { PublicKeyCase } from './vector-files.ts';

type Row = readonly [name: string, publicKey: string, acceptable: boolean];

const honest = (algorithm: SignatureAlgorithm): Uint8Array =>
  publicKeyOf(algorithm, sha256(utf8(`secret key for the ${algorithm} vectors`)));

function ed25519Rows(): Row[] {
  const key = honest('ed25519');
  const ys = Array.from({ length: 17 }, (_, index) => BigInt(index + 2));
  const onCurve = ys.filter((y) => decode(littleEndianBytes(y)) !== undefined);
  const mixed = eighths()
    .slice(1)
    .map((part) => Point.fromBytes(key).add(part).toBytes());
  return [
    ['honest', hex(key), true],
    ...mixed.map((each, index): Row => [`honest plus ${index + 1} T8`, hex(each), true]),
    ...smallOrderEncodings().map(({ name, bytes }): Row => [name, hex(bytes), false]),
    ...onCurve.map((y): Row => [`y = ${y}`, hex(littleEndianBytes(y)), true]),
    ...onCurve.map((y): Row => [`y = p + ${y}`, hex(littleEndianBytes(FIELD + y)), false]),
    ['y = 2, not on the curve', hex(littleEndianBytes(2n)), false],
    ['31 bytes', hex(key.subarray(1)), false],
    ['33 bytes', `${hex(key)}00`, false],
    ['empty', '', false],
  ];
}

interface Curve {
  fromBytes(bytes: Uint8Array): { toAffine(): { x: bigint; y: bigint } };
  Fp: { ORDER: bigint };
}

const compress = (value: bigint): string => `02${hex(bigintTo32Bytes(value))}`;

function compressedRows(algorithm: SignatureAlgorithm, curve: Curve): Row[] {
  const key = honest(algorithm);
  const { x, y } = curve.fromBytes(key).toAffine();
  const xText = hex(bigintTo32Bytes(x));
  const yText = hex(bigintTo32Bytes(y));
  const isOnCurve = (value: bigint): boolean => {
    try {
      curve.fromBytes(unhex(compress(value)));
      return true;
    } catch {
      return false;
    }
  };
  const small = Array.from({ length: 8 }, (_, index) => BigInt(index));
  return [
    ['honest', hex(key), true],
    ['honest, the other y', `0${3n - (y & 1n)}${xText}`, true],
    ...small.map((each): Row => [`x = ${each}`, compress(each), isOnCurve(each)]),
    ...small.map((each): Row => [`x = p + ${each}`, compress(curve.Fp.ORDER + each), false]),
    ['uncompressed', `04${xText}${yText}`, false],
    ['hybrid', `0${6n + (y & 1n)}${xText}${yText}`, false],
    ['first byte 00', `00${xText}`, false],
    ['first byte 04', `04${xText}`, false],
    ['first byte 05', `05${xText}`, false],
    ['x alone', xText, false],
    ['point at infinity', '00', false],
    ['33 zero bytes', '00'.repeat(33), false],
    ['34 bytes', `${hex(key)}00`, false],
    ['empty', '', false],
  ];
}

export function publicKeyCases(): PublicKeyCase[] {
  const rows: [SignatureAlgorithm, Row[]][] = [
    ['ed25519', ed25519Rows()],
    ['p256', compressedRows('p256', p256.Point)],
    ['sm2', compressedRows('sm2', Sm2Curve)],
  ];
  return rows.flatMap(([algorithm, list]) =>
    list.map(([name, publicKey, acceptable]) => ({ name, algorithm, publicKey, acceptable })),
  );
}
