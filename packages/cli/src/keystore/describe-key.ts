import { decodeHex, encodeHex } from '@touchmark/codec';
import { publicKeyIsAcceptable, SIGNATURE_ALGORITHMS, SIGNATURE_BYTES } from '@touchmark/crypto';
import type { GivenKey } from '@touchmark/ledger';
import type { KeystoreInfo, ProvenKey } from '@touchmark/sdk';
import { isoTime } from '../output/plain.ts';
import { textTable } from '../output/text-table.ts';

/** `ed25519:HEX`: a public key as one word, as commands print and take it. */
export function publicKeyText({
  algorithm,
  publicKey,
}: Pick<KeystoreInfo, 'algorithm' | 'publicKey'>): string {
  return `${algorithm}:${encodeHex(publicKey)}`;
}

/** Reads what `publicKeyText` writes. Throws RangeError. */
export function parsePublicKey(given: string): GivenKey {
  const [name, hex, ...rest] = given.split(':');
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === name);
  const publicKey = hex === undefined ? undefined : decodeHex(hex.toLowerCase());
  const isWhole = algorithm !== undefined && publicKey !== undefined && rest.length === 0;
  if (!isWhole || !publicKeyIsAcceptable(algorithm, publicKey)) {
    throw new RangeError(
      `must be a public key such as ed25519:HEX (see touchmark key show), not "${given}".`,
    );
  }
  return { algorithm, publicKey };
}

/** `ed25519:HEX:HEX`: a public key and its proof as one word, as `key prove` prints it. */
export function provenKeyText(key: ProvenKey): string {
  return `${publicKeyText(key)}:${encodeHex(key.proof)}`;
}

/** Reads what `provenKeyText` writes. Throws RangeError. */
export function parseProvenKey(given: string): ProvenKey {
  const end = given.lastIndexOf(':');
  const proof = decodeHex(given.slice(end + 1).toLowerCase());
  if (proof?.length === SIGNATURE_BYTES) return { ...parsePublicKey(given.slice(0, end)), proof };
  throw new RangeError(
    `must be a key with its proof, as touchmark key prove prints it, not "${given}".`,
  );
}

export function keyJson(key: KeystoreInfo): object {
  return {
    name: key.name,
    algorithm: key.algorithm,
    keyId: encodeHex(key.keyId),
    publicKey: publicKeyText(key),
    ...(key.notAfterMs === undefined ? {} : { notAfter: isoTime(key.notAfterMs) }),
  };
}

export function keyText(key: KeystoreInfo): string {
  return textTable([
    ['name', key.name],
    ['key id', encodeHex(key.keyId)],
    ['public key', publicKeyText(key)],
    ...(key.notAfterMs === undefined ? [] : [['not after', isoTime(key.notAfterMs)]]),
  ]);
}

const KEY_ID_BYTES = 20;

/** A key id of 40 hexadecimal digits. Throws RangeError. */
export function keyId(given: string): Uint8Array {
  const bytes = decodeHex(given.toLowerCase());
  if (bytes?.length === KEY_ID_BYTES) return bytes;
  throw new RangeError(
    `must be a key id of ${KEY_ID_BYTES * 2} hexadecimal digits, not "${given}".`,
  );
}
