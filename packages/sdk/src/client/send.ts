import type { Action, SigningKey } from '@touchmark/codec';
import { type Signer, signerOf } from '../key/signer.ts';
import { SdkError } from '../sdk-error.ts';
import { createTransaction, DEFAULT_LIFE_MS } from '../transaction/create-transaction.ts';
import { signTransaction } from '../transaction/sign-transaction.ts';
import type { Receipt } from './receipt.ts';
import { RefusedError } from './refused-error.ts';
import type { Session } from './session.ts';
import { submit, type SubmitOptions } from './submit.ts';

export interface SendOptions extends SubmitOptions {
  /** Who signs; default: the client's signers. The first one's organization is the author. */
  signers?: readonly (SigningKey | Signer)[];
  /** The transaction is refused after this time; default: ten minutes. */
  expiresInMs?: number;
}

/** Signs actions as one transaction; the same bytes are then good for any number of submissions. */
export async function prepare(
  session: Session,
  actions: readonly Action[],
  options: SendOptions = {},
): Promise<Uint8Array> {
  const signers = options.signers?.map(signerOf) ?? session.signers;
  if (signers.length === 0) {
    throw new SdkError('SDK_NO_SIGNER', 'No key to sign with: give `signers` to connect, or here.');
  }
  const nowMs = session.clock?.() ?? Date.now();
  const unsigned = createTransaction({
    chainId: session.verifier.chainId,
    actions,
    signers,
    expiresAtMs: nowMs + (options.expiresInMs ?? DEFAULT_LIFE_MS),
  });
  return signTransaction(unsigned, signers);
}

/** Signs and submits actions as one transaction. See `Client.send`. */
export async function send(
  session: Session,
  actions: readonly Action[],
  options: SendOptions = {},
): Promise<Receipt> {
  const receipt = await submit(session, await prepare(session, actions, options), options);
  if (receipt.status === 'done') return receipt;
  throw new RefusedError(receipt);
}
