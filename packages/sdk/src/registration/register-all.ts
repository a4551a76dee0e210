import { encodeRegister } from '@touchmark/ledger';
import type { Receipt } from '../client/receipt.ts';
import { prepare, type SendOptions } from '../client/send.ts';
import type { Session } from '../client/session.ts';
import { submit } from '../client/submit.ts';
import { chunksOf, type Registration, type RegistrationChunk } from './chunks.ts';

const DEFAULT_ENTRIES = 1000;
const DEFAULT_CONCURRENCY = 4;

export interface RegistrationProgress {
  /** Identifiers that are registered, with proof. */
  registered: number;
  /** Identifiers in transactions that the ledger refused. */
  refused: number;
  transactions: number;
}

export interface RegisterAllOptions extends SendOptions {
  /** Identifiers in one transaction, all of which are registered or none; default 1,000. */
  entriesPerTransaction?: number;
  /** Transactions on their way at the same time; default 4. */
  concurrency?: number;
  /** Told after each transaction. */
  onProgress?: (progress: RegistrationProgress) => void;
}

/** A transaction that the ledger refused; none of its identifiers is registered by it. */
export interface RefusedChunk {
  receipt: Receipt;
  identifiers: string[];
}

export interface RegisterAllResult {
  registered: number;
  transactions: number;
  refused: RefusedChunk[];
}

function identifiersOf({ prefix, entries }: RegistrationChunk): string[] {
  return entries.map(({ suffix }) => `${prefix}/${suffix}`);
}

/** Registers any number of identifiers. See `Client.registerAll`. */
export async function registerAll(
  session: Session,
  registrations: Iterable<Registration> | AsyncIterable<Registration>,
  options: RegisterAllOptions = {},
): Promise<RegisterAllResult> {
  const { entriesPerTransaction = DEFAULT_ENTRIES, concurrency = DEFAULT_CONCURRENCY } = options;
  const chunks = chunksOf(registrations, entriesPerTransaction);
  const result: RegisterAllResult = { registered: 0, transactions: 0, refused: [] };
  let refused = 0;
  const failures: unknown[] = [];

  async function register(chunk: RegistrationChunk): Promise<void> {
    const bytes = await prepare(session, [encodeRegister(chunk)], options);
    const receipt = await submit(session, bytes, options);
    result.transactions += 1;
    if (receipt.status === 'done') {
      result.registered += chunk.entries.length;
    } else {
      refused += chunk.entries.length;
      result.refused.push({ receipt, identifiers: identifiersOf(chunk) });
    }
    const { registered, transactions } = result;
    options.onProgress?.({ registered, refused, transactions });
  }

  /** Takes chunks until there are none left, or something failed anywhere. */
  async function work(): Promise<void> {
    while (failures.length === 0) {
      const next = await chunks.next();
      if (next.done === true) return;
      await register(next.value);
    }
  }

  const workers = Array.from({ length: Math.max(1, concurrency) }, () =>
    work().catch((error: unknown) => {
      failures.push(error);
    }),
  );
  await Promise.all(workers);
  if (failures.length === 0) return result;
  await chunks.return();
  throw failures[0];
}
