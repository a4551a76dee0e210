import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm, verifySignature } from '@touchmark/crypto';
import { keyProofMessage, type KeyOwner, proveKey } from '../key-proof.ts';
import { testKey } from './transaction-keys.ts';
import { hex } from './vector-files.ts';

export interface KeyProofCase extends KeyOwner {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: string;
  readonly proof: string;
  readonly message: string;
  readonly holds: boolean;
}

const OWNER: KeyOwner = { chainId: 'vectors-1', organization: 'acme' };

export function keyProofCases(): KeyProofCase[] {
  const good = SIGNATURE_ALGORITHMS.map((algorithm) => proofCase(algorithm, algorithm, OWNER));
  return [
    ...good,
    proofCase('for another organization', 'ed25519', { ...OWNER, organization: 'bolts' }),
    proofCase('for another network', 'p256', { ...OWNER, chainId: 'vectors-2' }),
    proofCase('by another key', 'sm2', OWNER, 'squatter'),
  ];
}

/** A proof made for `acme` on `vectors-1`, and what it is worth to this owner. */
function proofCase(
  name: string,
  algorithm: SignatureAlgorithm,
  owner: KeyOwner,
  signer = 'alice',
): KeyProofCase {
  const { publicKey } = testKey(algorithm, 'alice');
  const { proof } = proveKey(testKey(algorithm, signer), OWNER);
  const message = keyProofMessage(owner, { algorithm, publicKey });
  const holds = verifySignature(algorithm, publicKey, message, proof);
  const bytes = { publicKey: hex(publicKey), proof: hex(proof), message: hex(message) };
  return { name, ...owner, algorithm, ...bytes, holds };
}
