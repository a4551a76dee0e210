/**
 * Makes a store of an export: by executing every block again, or from the state that the export
 * holds.
 */
import { rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { decodeSignedHeader, encodeHex, equalBytes } from '@touchmark/codec';
import type { Ledger } from '@touchmark/ledger';
import { openStateStore, RootBuilder, StateError, type StateStore } from '@touchmark/state';
import { type GivenBlock, putGivenBlock } from '../chain/given-block.ts';
import { putHead } from '../chain/head-row.ts';
import { putIdentity } from '../chain/identity-rows.ts';
import { scrubChain } from '../chain/scrub-chain.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { checkChain } from '../embedded/check-chain.ts';
import { EngineError } from '../engine-error.ts';
import type { ChainReplay, ReplayDifference } from '../replay/chain-replay.ts';
import { openReplay } from '../replay/open-replay.ts';
import { replayBlocks } from '../replay/replay-blocks.ts';
import { ExportReader, type ReadGenesis, readGenesis } from './export-reader.ts';
import { type ExportEnd, type ExportTitle } from './format.ts';
import { SectionFile } from './section-file.ts';
import { putResults } from './stored-results.ts';
import { TransferError } from './transfer-error.ts';

/** Errors of the engine and the store that come of what a file holds, not of this machine. */
const FAULTS_OF_CONTENT: readonly string[] = [
  'ENGINE_STORE_CORRUPT',
  'STATE_KEY_INVALID',
  'STATE_VALUE_INVALID',
];
/** What one commit of an import without replay holds. */
const COMMIT_ITEMS = 20_000;

export interface ImportOptions {
  readonly file: string;
  /**
   * Directory of the new store: empty, or that of an interrupted import of the same chain. Not to
   * be opened by an engine
   * before the import is done.
   */
  readonly directory: string;
  /** Take results, history and state from the file instead of executing every block. */
  readonly withoutReplay?: boolean;
  /** The rules. Default: those of this software. */
  readonly ledger?: Ledger;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total?: number }) => void;
}

export interface ImportReport extends ExportEnd {
  readonly chainId: string;
  readonly genesis: Uint8Array;
  /** First block that this call added; above 1 after an interruption. */
  readonly resumedAt: number;
}

/** Title and genesis of an export, to see what it is before anything is made of it. */
export function readExportTitle(path: string): ExportTitle & { readonly genesisBytes: Uint8Array } {
  using file = new SectionFile(path);
  return { ...file.title, genesisBytes: readGenesis(file).bytes };
}

/**
 * Imports an export. Whatever it is interrupted by, the same call goes on or starts over; when it
 * resolves, the store is
 * complete, durable, and of the root that the validators signed.
 * @throws TransferError, EngineError ENGINE_CHAIN_INVALID, StateError
 */
export async function importChain(options: ImportOptions): Promise<ImportReport> {
  using file = new SectionFile(options.file);
  const read = readGenesis(file);
  const { withoutReplay = false } = options;
  if (withoutReplay && !file.title.state) {
    throw new TransferError(
      'EXPORT_STATE_MISSING',
      `${options.file} holds the chain and no state. Import it with replay, or make one with: touchmark export --state`,
    );
  }
  // Awaited here: the file is closed when this function returns.
  return await (withoutReplay ? copy : replayInto)(options, file, read);
}

async function replayInto(
  options: ImportOptions,
  file: SectionFile,
  { bytes, genesis }: ReadGenesis,
): Promise<ImportReport> {
  const { directory, signal, onProgress } = options;
  const store = await openStateStore({ directory, tables: CHAIN_TABLE_NAMES });
  try {
    const replay = openReplay(store, bytes, options.ledger);
    const resumedAt = replay.nextHeight;
    const rest = new Rest();
    const blocks = rest.blocksOf(new ExportReader(file, { bytes, genesis }), resumedAt);
    await replayBlocks(store, replay, blocks, {
      ...(signal === undefined ? {} : { signal }),
      onBlock: (height) => {
        if (height % 64 === 0) onProgress?.({ done: height });
      },
      onDifference: (difference) => {
        throw differs(difference);
      },
    });
    const end = rest.requireEnd(file, replay);
    return { ...end, chainId: genesis.chainId, genesis: bytes, resumedAt };
  } finally {
    await store.close();
  }
}

/** What follows the blocks of an export: not needed for a replay, and checked all the same. */
class Rest {
  readonly #state = new RootBuilder();
  #end: ExportEnd | undefined;

  *blocksOf(reader: ExportReader, from: number): Generator<GivenBlock> {
    for (const item of reader.items(from)) {
      if (item.kind === 'block') yield item.block;
      if (item.kind === 'entry') this.#state.add(item.key, item.value);
      if (item.kind === 'end') this.#end = item.end;
    }
  }

  requireEnd(file: SectionFile, { head }: ChainReplay): ExportEnd {
    const end = this.#end;
    if (end === undefined || end.height !== head.height || !equalBytes(end.root, head.root)) {
      throw wrongRoot(file, `the chain ends with ${encodeHex(head.root)}`);
    }
    if (file.title.state && !equalBytes(this.#state.finish(), head.root)) {
      throw wrongRoot(file, 'the state in it is another one');
    }
    return end;
  }
}

async function copy(
  options: ImportOptions,
  file: SectionFile,
  read: ReadGenesis,
): Promise<ImportReport> {
  const { directory, signal, onProgress } = options;
  const { bytes, genesis } = read;
  // Half a copy can't be told from a whole one by what is in it, so it is made in one go.
  await rm(directory, { recursive: true, force: true });
  const store = await openStateStore({ directory, tables: CHAIN_TABLE_NAMES });
  try {
    const end = await copyItems(options, store, new ExportReader(file, read), bytes);
    store.read((snapshot) => checkChain(snapshot, genesis, bytes));
    const scrub = { source: store, genesisBytes: bytes, height: end.height };
    await scrubChain({
      ...scrub,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return { ...end, chainId: genesis.chainId, genesis: bytes, resumedAt: 1 };
  } catch (error) {
    throw unfitting(file, error);
  } finally {
    await store.close();
  }
}

async function copyItems(
  { signal, onProgress }: ImportOptions,
  store: StateStore,
  reader: ExportReader,
  genesis: Uint8Array,
): Promise<ExportEnd> {
  let update = store.begin();
  let items = 0;
  let entries: { key: Uint8Array; value: Uint8Array }[] = [];
  let end: ExportEnd | undefined;
  const commit = async (): Promise<void> => {
    if (entries.length > 0) update.write(entries);
    entries = [];
    await update.commit();
    update = store.begin();
  };
  try {
    putIdentity(update.table(CHAIN_TABLES.meta), genesis);
    for (const item of reader.items(0)) {
      signal?.throwIfAborted();
      if (item.kind === 'block') {
        putGivenBlock(update, item.block, decodeSignedHeader(item.block.signedHeader));
      }
      if (item.kind === 'results') putResults(update, item.height, item.results);
      if (item.kind === 'version') {
        update.table(CHAIN_TABLES.history).put(item.key, item.value);
      }
      if (item.kind === 'entry') entries.push(item);
      if (item.kind === 'end') end = item.end;
      items += 1;
      if (items % 1_000 === 0) await setImmediate();
      if (items % COMMIT_ITEMS === 0) {
        await commit();
        onProgress?.({ done: items });
      }
    }
    if (end === undefined) throw new RangeError('the reader gave no end');
    if (entries.length > 0) update.write(entries);
    putHead(update.table(CHAIN_TABLES.meta), { executed: end.height, root: end.root });
    await update.commit();
    return end;
  } catch (error) {
    update.abort();
    throw error;
  }
}

function differs({ height, what, signed, found }: ReplayDifference): TransferError {
  return new TransferError(
    'IMPORT_DIFFERS',
    `Executing block ${height} gives other ${what === 'root' ? 'state' : 'results'} (${found}) than its validators ` +
      `signed (${signed}). This version does not apply the rules of that block: import with the version ` +
      'that the network runs.',
  );
}

function wrongRoot(file: SectionFile, what: string): TransferError {
  return new TransferError(
    'IMPORT_DIFFERS',
    `${file.path} says at its end another state root than what it leads to: ${what}. Make a new export.`,
  );
}

/**
 * What a copy holds does not fit to what was signed: the fault is the file's, not the new store's.
 */
function unfitting(file: SectionFile, error: unknown): unknown {
  const isOurs = error instanceof EngineError || error instanceof StateError;
  if (!isOurs || !FAULTS_OF_CONTENT.includes(error.code)) return error;
  return new TransferError(
    'IMPORT_DIFFERS',
    `What ${file.path} holds is not what the validators signed (${error.message}). Make a new export.`,
    { cause: error },
  );
}
