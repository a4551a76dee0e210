import { randomBytes } from 'node:crypto';
import { encodeHex } from '@touchmark/codec';
import {
  type Client,
  type Key,
  type Receipt,
  type RegistrationChunk,
  signTransaction,
} from '@touchmark/sdk';
import { chunkHash, chunkTransaction } from './chunk-transaction.ts';
import type { Journal, JournalEntry } from './journal.ts';

const NONCE_BYTES = 16;

export interface BatchTerms {
  readonly client: Pick<Client, 'chainId' | 'receipt' | 'submit'>;
  readonly key: Key;
  readonly journal: Journal;
  readonly expiresInMs: number;
  readonly onRetry: (error: Error, pauseMs: number) => void;
}

/** What became of a chunk. `before`: it was registered by an earlier run. */
export interface ChunkOutcome {
  readonly receipt: Receipt;
  readonly before: boolean;
}

/**
 * Registers a chunk unless an earlier run did. Whatever happens in between, it is registered once.
 */
export async function submitChunk(
  chunk: RegistrationChunk,
  terms: BatchTerms,
): Promise<ChunkOutcome> {
  const { client, journal } = terms;
  const hash = chunkHash(chunk);
  const noted = journal.entry(hash);
  if (noted === undefined) return { receipt: await submitNew(chunk, hash, terms), before: false };
  const known = await client.receipt(noted.transaction);
  if (known?.status === 'done') return { receipt: known, before: true };
  // Refused before: perhaps what stood in the way is gone. Expired and in no block: it never will
  // be in one.
  if (known !== undefined || Date.now() > noted.expiresAtMs) {
    return { receipt: await submitNew(chunk, hash, terms), before: false };
  }
  return { receipt: await submitNoted(chunk, noted, terms), before: false };
}

async function submitNew(
  chunk: RegistrationChunk,
  hash: string,
  terms: BatchTerms,
): Promise<Receipt> {
  const { client, key, journal, expiresInMs } = terms;
  const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
  const expiresAtMs = Date.now() + expiresInMs;
  const { id } = chunkTransaction(chunk, journal, key, {
    chainId: client.chainId,
    nonce,
    expiresAtMs,
  });
  const entry = { chunk: hash, transaction: encodeHex(id), nonce, expiresAtMs };
  await journal.note(entry);
  return submitNoted(chunk, entry, terms);
}

async function submitNoted(
  chunk: RegistrationChunk,
  entry: JournalEntry,
  terms: BatchTerms,
): Promise<Receipt> {
  const { client, key, journal, onRetry } = terms;
  const transaction = chunkTransaction(chunk, journal, key, { chainId: client.chainId, ...entry });
  return client.submit(await signTransaction(transaction, [key]), { onRetry });
}
