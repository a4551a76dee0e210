import { type KeyOwner, keyProofMessage, type ProvenKey } from '@touchmark/codec';
import type { Signer } from './signer.ts';

export { type KeyOwner, proveKey, type ProvenKey } from '@touchmark/codec';

/**
 * The same as `proveKey` with a signer that keeps its secret: a key as actions take it, with its
 * signature over whose it is to be.
 *
 * @example
 * const owner = { chainId: network.chainId, organization: 'acme' };
 * await network.addKey({ id: 'acme', ...proveKey(generateKey('p256'), owner) });
 * await network.addKey({ id: 'acme', ...(await proveKeyOf(card, publicKeyOfCard, owner)) });
 */
export async function proveKeyOf(
  signer: Signer,
  publicKey: Uint8Array,
  owner: KeyOwner,
): Promise<ProvenKey> {
  const { algorithm } = signer;
  const proof = await signer.sign(keyProofMessage(owner, { algorithm, publicKey }));
  return { algorithm, publicKey, proof };
}
