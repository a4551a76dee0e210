import { keyId, publicKeyOf, sha256, type SignatureAlgorithm } from '@touchmark/crypto';
import { utf8 } from './vector-files.ts';

export interface TestKey {
  algorithm: SignatureAlgorithm;
  secretKey: Uint8Array;
  publicKey: Uint8Array;
  keyId: Uint8Array;
}

/** The same key for the same name, on every machine. Known to everyone: never use it elsewhere. */
export function testKey(algorithm: SignatureAlgorithm, name: string): TestKey {
  const secretKey = sha256(utf8(`touchmark test key ${name}`));
  const publicKey = publicKeyOf(algorithm, secretKey);
  return { algorithm, secretKey, publicKey, keyId: keyId(algorithm, publicKey) };
}
