import { randomBytes } from 'node:crypto';
import { appendFile, open, readFile } from 'node:fs/promises';
import { decodeHex, encodeHex } from '@touchmark/codec';
import { UsageError } from '../command/usage-error.ts';
import { hasCode } from '../files/has-code.ts';
import { type JsonObject, parseJsonObject } from '../files/json-object.ts';

const FORMAT = 'batch-journal/1';
const SEED_BYTES = 32;

/** A transaction that was, or is about to be, submitted for a chunk of the file. */
export interface JournalEntry {
  /**
   * Hash of what the chunk registers; the same chunk is recognized wherever it stands in the file.
   */
  readonly chunk: string;
  readonly transaction: string;
  readonly nonce: Uint8Array;
  readonly expiresAtMs: number;
}

/**
 * What makes a batch safe to run again: each transaction is noted durably before it is submitted,
 * with all that is needed to make the very same one again. So an interrupted batch finds out what
 * became of its last transaction, and never registers twice.
 */
export class Journal {
  /** Source of the salts of restricted values, so that the same transaction can be made again. */
  readonly seed: Uint8Array;
  readonly path: string;
  readonly #entries: Map<string, JournalEntry>;

  private constructor(path: string, seed: Uint8Array, entries: Map<string, JournalEntry>) {
    this.path = path;
    this.seed = seed;
    this.#entries = entries;
  }

  /**
   * Opens the journal of a network, or begins one.
   * @throws UsageError for a file that is none, or of another network.
   */
  static async open(path: string, chainId: string): Promise<Journal> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (text === undefined || text === '') {
      const seed = new Uint8Array(randomBytes(SEED_BYTES));
      await appendDurably(path, { touchmark: FORMAT, chainId, seed: encodeHex(seed) });
      return new Journal(path, seed, new Map());
    }
    const journal = Journal.#parse(path, text, chainId);
    // What a power cut left half written ends here, so that the next line is one of its own.
    if (!text.endsWith('\n')) await appendFile(path, '\n');
    return journal;
  }

  static #parse(path: string, text: string, chainId: string): Journal {
    const [first, ...rest] = text.split('\n').map(parseJsonObject);
    const seed = typeof first?.['seed'] === 'string' ? decodeHex(first['seed']) : undefined;
    if (first?.['touchmark'] !== FORMAT || seed?.length !== SEED_BYTES) {
      throw new UsageError(
        `${path} is not the journal of a batch. Give another file with --journal.`,
      );
    }
    if (first['chainId'] !== chainId) {
      throw new UsageError(
        `${path} is the journal of a batch for another network (${String(first['chainId'])}). ` +
          'Give another file with --journal.',
      );
    }
    // A last line that a power cut left half written was never acted upon.
    const entries = rest.map(entryOf).filter((entry) => entry !== undefined);
    return new Journal(path, seed, new Map(entries.map((entry) => [entry.chunk, entry])));
  }

  entry(chunk: string): JournalEntry | undefined {
    return this.#entries.get(chunk);
  }

  /** Resolves when the entry is on the disk. */
  async note(entry: JournalEntry): Promise<void> {
    await appendDurably(this.path, { ...entry, nonce: encodeHex(entry.nonce) });
    this.#entries.set(entry.chunk, entry);
  }
}

function entryOf(document: JsonObject | undefined): JournalEntry | undefined {
  const { chunk, transaction, nonce, expiresAtMs } = document ?? {};
  const bytes = typeof nonce === 'string' ? decodeHex(nonce) : undefined;
  if (typeof chunk !== 'string' || typeof transaction !== 'string') return undefined;
  if (bytes === undefined || typeof expiresAtMs !== 'number') return undefined;
  return { chunk, transaction, nonce: bytes, expiresAtMs };
}

async function appendDurably(path: string, document: object): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(document)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
