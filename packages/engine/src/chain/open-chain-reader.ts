import { openStateReader } from '@touchmark/state';
import type { ChainReader } from './chain-reader.ts';
import { StoredChainReader } from './stored-chain-reader.ts';
import { CHAIN_TABLE_NAMES } from './tables.ts';

export interface OpenChainReader extends ChainReader {
  close(): Promise<void>;
}

class ClosingChainReader extends StoredChainReader implements OpenChainReader {
  readonly #close: () => Promise<void>;

  constructor(reader: Awaited<ReturnType<typeof openStateReader>>) {
    super(reader);
    this.#close = () => reader.close();
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/**
 * Opens a chain store for reading, while another process writes it: every read sees the last commit of that moment.
 * @throws StateError if there is no store, or one that this version cannot read.
 */
export async function openChainReader(options: { directory: string }): Promise<OpenChainReader> {
  const { directory } = options;
  const reader = new ClosingChainReader(
    await openStateReader({ directory, tables: CHAIN_TABLE_NAMES }),
  );
  try {
    reader.genesisBytes();
    return reader;
  } catch (error) {
    await reader.close();
    throw error;
  }
}
