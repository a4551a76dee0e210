import { type Action, decodeTransactionContent, encodeTransactionContent } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';

/** How long a transaction may wait for its block unless the caller says otherwise. */
export const DEFAULT_LIFE_MS: number = 10 * 60 * 1000;
const NONCE_BYTES = 16;

/** What a transaction is made of. */
export interface TransactionParameters {
  chainId: string;
  /** Done together or not at all, in this order. */
  actions: readonly Action[];
  /**
   * Who will sign, in this order; the first one's organization is the author. Keys, signers or key
   * ids.
   */
  signers: readonly (Uint8Array | { readonly keyId: Uint8Array })[];
  /** Milliseconds since 1970; default: ten minutes from now. */
  expiresAtMs?: number;
  /**
   * 16 bytes; default: random. The same parameters with the same nonce are the same transaction.
   */
  nonce?: Uint8Array;
}

/** A transaction that nobody has signed yet. */
export interface UnsignedTransaction {
  /** SHA-256 of the content, 32 bytes: known before anybody signs. */
  readonly id: Uint8Array;
  readonly contentBytes: Uint8Array;
  /** Key ids, in order. */
  readonly signers: readonly Uint8Array[];
}

/**
 * Puts a transaction together, without any network.
 *
 * @example
 * const unsigned = createTransaction({
 *   chainId: 'touchmark-example',
 *   actions: [actions.register({ prefix: '88.118.8', entries: [{ suffix: 'A-1', values }] })],
 *   signers: [key],
 * });
 * const bytes = await signTransaction(unsigned, [key]);
 *
 * @throws TransactionError (codec) if it breaks a limit.
 */
export function createTransaction(parameters: TransactionParameters): UnsignedTransaction {
  const signers = parameters.signers.map((signer) =>
    signer instanceof Uint8Array ? signer : signer.keyId,
  );
  const contentBytes = encodeTransactionContent({
    chainId: parameters.chainId,
    expiresAtMs: parameters.expiresAtMs ?? Date.now() + DEFAULT_LIFE_MS,
    nonce: parameters.nonce ?? crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
    signers,
    actions: [...parameters.actions],
  });
  return { id: sha256(contentBytes), contentBytes, signers };
}

/**
 * Reads a transaction's content that somebody else put together. Throws TransactionError (codec).
 */
export function openTransaction(contentBytes: Uint8Array): UnsignedTransaction {
  const { signers } = decodeTransactionContent(contentBytes);
  return { id: sha256(contentBytes), contentBytes, signers };
}
