import { publicKeyOf, sign, type SignatureAlgorithm } from '@touchmark/crypto';
import { CborWriter } from './cbor/writer.ts';
import type { SigningKey } from './transaction/sign.ts';

/** First item of what is signed: a proof of a key can be taken for nothing else that keys sign. */
export const KEY_PROOF_DOMAIN = 'touchmark/key/1';

/** Whose the key is to be. A proof for one organization, or one chain, is worth nothing elsewhere. */
export interface KeyOwner {
  readonly chainId: string;
  readonly organization: string;
}

/** A public key with the proof that somebody holds its secret and wants it to be this owner's. */
export interface ProvenKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** 64 bytes over `keyProofMessage`. */
  readonly proof: Uint8Array;
}

/**
 * CBOR `["touchmark/key/1", chain id, organization id, algorithm, public key]`; see
 * spec/transaction.md.
 */
export function keyProofMessage(
  { chainId, organization }: KeyOwner,
  { algorithm, publicKey }: Pick<ProvenKey, 'algorithm' | 'publicKey'>,
): Uint8Array {
  const writer = new CborWriter(160).array(5).text(KEY_PROOF_DOMAIN).text(chainId);
  return writer.text(organization).text(algorithm).bytes(publicKey).finish();
}

/** What an action that registers the key of an organization takes. */
export function proveKey({ algorithm, secretKey }: SigningKey, owner: KeyOwner): ProvenKey {
  const publicKey = publicKeyOf(algorithm, secretKey);
  const message = keyProofMessage(owner, { algorithm, publicKey });
  return { algorithm, publicKey, proof: sign(algorithm, secretKey, message) };
}
