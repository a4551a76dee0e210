import { decodeHex, encodeHex } from '@touchmark/codec';
import { decodeReceipt, describeRefusal, type Details } from '@touchmark/ledger';
import {
  decodeReceiptProof,
  type Signer as HeaderSigner,
  type VerifiedReceipt,
} from '@touchmark/verify';
import { errorOf, isCbor } from '../http/read-response.ts';
import { pause } from '../http/retry.ts';
import { SdkError } from '../sdk-error.ts';
import { underHeader } from './follow-validators.ts';
import { clockOptions, isFresh, read, type ReadOptions, type Session } from './session.ts';

/** Between two looks for the header that proves a receipt. */
const PROOF_PAUSE_MS = 100;
/** The header after a block is signed at once: who gives no proof for so long will give none. */
const PROOF_GRACE_MS = 3000;

/** What became of a transaction, proven by the validators' signatures. */
export interface Receipt {
  /** `refused`: the ledger decided against it and nothing of it took effect. */
  status: 'done' | 'refused';
  /** Lower-case hexadecimal. */
  transactionId: string;
  /** "OK", or the stable code of the refusal. */
  code: string;
  /** What happened and what to do, in English; `describeRefusal` has other languages. */
  message: string;
  details: Details;
  /** The block that executed it. */
  height: number;
  /** The header that proves it: of the block after. */
  block: { height: number; timeMs: number; hash: Uint8Array };
  signers: HeaderSigner[];
  power: { signed: bigint; total: bigint };
  /** The proof itself; `verifyReceipt` checks it offline. */
  bytes: Uint8Array;
}

export interface ReceiptOptions extends ReadOptions {
  /** Wait so long for a transaction that is in no block yet; default: don't. */
  waitMs?: number;
}

function receiptOf(verified: VerifiedReceipt, bytes: Uint8Array): Receipt {
  const { code, details } = decodeReceipt(verified.data);
  const isDone = verified.code === 0;
  return {
    status: isDone ? 'done' : 'refused',
    transactionId: encodeHex(verified.transactionId),
    code,
    message: isDone ? 'Done.' : describeRefusal(code, details, 'en'),
    details,
    height: verified.height,
    block: verified.block,
    signers: verified.signers,
    power: verified.power,
    bytes,
  };
}

/** A transaction id in lower-case hexadecimal. Throws SdkError SDK_USAGE. */
export function transactionIdText(id: string | Uint8Array): string {
  const bytes = typeof id === 'string' ? decodeHex(id) : id;
  if (bytes?.length === 32) return encodeHex(bytes);
  throw new SdkError('SDK_USAGE', 'A transaction id is 64 hexadecimal digits, or 32 bytes.');
}

/** Verifies a receipt that came from the node and checks that it is about this transaction. */
async function checkReceipt(
  session: Session,
  id: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Receipt> {
  const verified = await underHeader(
    session,
    () => decodeReceiptProof(bytes),
    () => session.verifier.verifyReceipt(bytes, clockOptions(session)),
    signal,
  );
  const found = receiptOf(verified, bytes);
  if (!verified.final) {
    throw new SdkError(
      'SDK_UNPROVEN',
      `The node gave the receipt of a try that was turned away (${found.code}), which settles nothing. ` +
        'Submit the transaction again, or ask another node.',
    );
  }
  if (found.transactionId === id) return found;
  throw new SdkError(
    'SDK_UNPROVEN',
    `The node gave the receipt of ${found.transactionId} for ${id}. Ask another node.`,
  );
}

function unproven(id: string): SdkError {
  return new SdkError(
    'SDK_UNPROVEN',
    `The node says that transaction ${id} was executed, and gives no proof of it. Ask another node.`,
  );
}

/**
 * The proven receipt of a transaction; undefined if it is in no block (yet). See `Client.receipt`.
 */
export async function receipt(
  session: Session,
  transactionId: string | Uint8Array,
  { waitMs = 0, signal }: ReceiptOptions = {},
): Promise<Receipt | undefined> {
  const id = transactionIdText(transactionId);
  const startedAt = performance.now();
  const proofBy = startedAt + Math.max(waitMs, PROOF_GRACE_MS);
  for (;;) {
    const leftMs = Math.max(0, Math.round(waitMs - (performance.now() - startedAt)));
    // A node waits no longer than a bound of its own; asking in slices keeps below any.
    const wait = Math.min(leftMs, 5000);
    const headers = { accept: 'application/cbor' };
    const query = { proof: 1, ...(wait > 0 ? { wait } : {}) };
    const response = await read(session, { path: `/v1/receipts/${id}`, query, headers, signal });
    if (response.status === 200 && isCbor(response)) {
      const found = await checkReceipt(session, id, response.body, signal);
      isFresh(session, found.block.height);
      return found;
    }
    if (response.status !== 200 && response.status !== 404) throw errorOf(response);
    if (response.status === 404 && leftMs === 0) return undefined;
    // 200 without a proof: executed, but the header that proves it is not signed yet.
    if (response.status === 200 && performance.now() > proofBy) throw unproven(id);
    await pause(PROOF_PAUSE_MS, signal);
  }
}
