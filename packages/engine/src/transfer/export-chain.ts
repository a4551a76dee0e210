/** Writes a ledger into one file that describes and checks itself; see spec/export.md. */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CborWriter, encodeHex, equalBytes, type SignedHeader } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import {
  openStateReader,
  RootBuilder,
  type StateReader,
  type StateSnapshot,
} from '@touchmark/state';
import { trustedHeaderOf, verifySignedHeader } from '@touchmark/verify';
import {
  checkedResults,
  checkedContent,
  readStoredBlock,
  storedValidators,
} from '../chain/check-block.ts';
import { requireAllBlocks } from '../chain/base-row.ts';
import type { ChainHead } from '../chain/chain-reader.ts';
import { HeadCache } from '../chain/head-cache.ts';
import { asCorrupt, corrupt, getIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { ExportWriter } from './export-writer.ts';
import { type Compression, type ExportEnd, type ExportTitle, SECTION } from './format.ts';
import { SectionBuffer } from './section-buffer.ts';
import { SectionFile } from './section-file.ts';
import { storedResults, writeResults } from './stored-results.ts';

/** Blocks written before others are let in. */
const BLOCKS_PER_TURN = 64;
/** Blocks that may be written in the last step, which lets nobody in. */
const LAST_BLOCKS = 500;

export interface ExportOptions {
  /** Directory of the store; another process may be writing to it. */
  readonly directory: string;
  readonly file: string;
  readonly compression?: Compression;
  /** Also write results, history and state, for an import without replay. */
  readonly state?: boolean;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface ExportReport extends ExportEnd {
  readonly chainId: string;
  /** SHA-256 of the genesis file. */
  readonly genesis: string;
  readonly bytes: number;
  /** Check of the whole file: two exports with the same one are the same. */
  readonly check: string;
  /** Blocks that an interrupted export had left. */
  readonly resumedAt: number;
}

/**
 * Exports the chain in a store up to its newest block, checking all that it reads. The file gets
 * its name when it is
 * whole, durable and read once more; until then it grows in FILE.part, from where the same call
 * goes on after an interruption.
 * @throws TransferError, EngineError ENGINE_STORE_CORRUPT, StateError
 */
export async function exportChain(options: ExportOptions): Promise<ExportReport> {
  const { directory, file } = options;
  const reader = await openStateReader({ directory, tables: CHAIN_TABLE_NAMES });
  const part = `${resolve(file)}.part`;
  try {
    const run = new ExportRun(options, reader, part);
    const report = await run.write();
    checkWhole(part, report);
    renameSync(part, resolve(file));
    syncDirectoryOf(file);
    return report;
  } finally {
    await reader.close();
  }
}

class ExportRun {
  readonly #options: ExportOptions;
  readonly #reader: StateReader;
  readonly #part: string;
  readonly #heads = new HeadCache();
  readonly #genesis: Uint8Array;
  readonly #title: ExportTitle;
  readonly #validators = new Set<string>();
  #before: SignedHeader | undefined;

  constructor(options: ExportOptions, reader: StateReader, part: string) {
    this.#options = options;
    this.#reader = reader;
    this.#part = part;
    const genesis = reader.read((snapshot) => getIdentity(snapshot.table(CHAIN_TABLES.meta)));
    if (genesis === undefined) throw corrupt('it has no genesis');
    reader.read(requireAllBlocks);
    this.#genesis = genesis;
    const { compression = 'zstd', state = false } = options;
    const { chainId } = reader.read((snapshot) => this.#heads.head(snapshot));
    this.#title = { compression, chainId, genesis: encodeHex(sha256(genesis)), state };
  }

  async write(): Promise<ExportReport> {
    using target = new ExportWriter(this.#part, this.#title);
    const { progress } = target;
    for (const set of progress.validators) this.#validators.add(encodeHex(sha256(set)));
    if (!progress.hasGenesis) target.append(SECTION.genesis, 1, this.#genesis);
    const blocks = new SectionBuffer(target, SECTION.blocks);
    const results = new SectionBuffer(target, SECTION.results);
    blocks.total = progress.blocks;
    results.total = progress.results;
    this.#before = this.#headerBefore(blocks.total);
    await this.#writeMost(target, blocks, results);
    const end = this.#reader.read((snapshot) => this.#finish(snapshot, target, blocks, results));
    target.sync();
    const { chainId, genesis } = this.#title;
    const { bytes } = target;
    const check = encodeHex(target.check);
    return { ...end, chainId, genesis, bytes, check, resumedAt: progress.blocks };
  }

  #headerBefore(blocks: number): SignedHeader | undefined {
    if (blocks === 0) return undefined;
    return this.#reader.read((snapshot) =>
      asCorrupt(() => readStoredBlock(snapshot, blocks).signed),
    );
  }

  /** All but what a busy node adds meanwhile. */
  async #writeMost(
    target: ExportWriter,
    blocks: SectionBuffer,
    results: SectionBuffer,
  ): Promise<void> {
    for (;;) {
      const { height } = this.#reader.read((snapshot) => this.#heads.head(snapshot));
      if (height + 1 - blocks.total <= LAST_BLOCKS && blocks.total > 0) return;
      if (height + 1 <= blocks.total) return;
      const last = Math.min(height, blocks.total + BLOCKS_PER_TURN);
      if (last <= blocks.total) return;
      this.#reader.read((snapshot) => this.#writeBlocks(snapshot, last, target, blocks, results));
      this.#options.onProgress?.({ done: blocks.total, total: height + 1 });
      await setImmediate();
    }
  }

  /**
   * Blocks up to a height, and the results of those that are executed; the one after `last` must
   * be there.
   */
  #writeBlocks(
    snapshot: StateSnapshot,
    last: number,
    target: ExportWriter,
    blocks: SectionBuffer,
    results: SectionBuffer,
  ): void {
    const { height: executed } = this.#heads.head(snapshot);
    asCorrupt(() => {
      for (let height = blocks.total + 1; height <= last; height += 1) {
        this.#writeBlock(snapshot, height, executed, target, blocks);
      }
      if (!this.#title.state) return;
      for (let height = results.total + 1; height <= Math.min(last, executed); height += 1) {
        const stored = storedResults(snapshot, height);
        results.add((content) => writeResults(content, stored));
      }
    });
  }

  #writeBlock(
    snapshot: StateSnapshot,
    height: number,
    executed: number,
    target: ExportWriter,
    blocks: SectionBuffer,
  ): void {
    const block = readStoredBlock(snapshot, height);
    const { row, signed } = block;
    const validators = storedValidators(snapshot, signed);
    const before = this.#before;
    const trust =
      before === undefined ? { genesis: this.#genesis } : { header: trustedHeaderOf(before) };
    verifySignedHeader(row.signedHeader, validators, trust);
    const { transactions, evidence } = checkedContent(snapshot, block);
    if (height <= executed) {
      checkedResults(snapshot, block, readStoredBlock(snapshot, height + 1).signed);
    }
    const hash = encodeHex(sha256(validators));
    if (!this.#validators.has(hash)) {
      blocks.flush();
      target.append(SECTION.validators, 1, validators);
      this.#validators.add(hash);
    }
    blocks.add((content) => {
      content.array(evidence.length === 0 ? 2 : 3).bytes(row.signedHeader);
      content.array(transactions.length);
      for (const bytes of transactions) content.bytes(bytes);
      if (evidence.length === 0) return;
      content.array(evidence.length);
      for (const bytes of evidence) content.bytes(bytes);
    });
    this.#before = signed;
  }

  /** In one go, so that blocks, results, history and state are of the same height. */
  #finish(
    snapshot: StateSnapshot,
    target: ExportWriter,
    blocks: SectionBuffer,
    results: SectionBuffer,
  ): ExportEnd {
    const head = this.#heads.head(snapshot);
    this.#writeBlocks(snapshot, head.height + 1, target, blocks, results);
    blocks.flush();
    results.flush();
    const { versions, entries } = this.#title.state
      ? this.#writeState(snapshot, head, target)
      : { versions: 0, entries: 0 };
    const { height, root } = head;
    const end = { height, root, blocks: blocks.total, results: results.total, versions, entries };
    const content = new CborWriter(96).array(6).uint(height).bytes(root).uint(end.blocks);
    content.uint(end.results).uint(versions).uint(entries);
    target.append(SECTION.end, 1, content.finish());
    this.#options.onProgress?.({ done: end.blocks, total: end.blocks });
    return end;
  }

  #writeState(
    snapshot: StateSnapshot,
    { root }: ChainHead,
    target: ExportWriter,
  ): { versions: number; entries: number } {
    const all = { start: new Uint8Array(0), end: null };
    const history = new SectionBuffer(target, SECTION.history);
    for (const { key, value } of snapshot.table(CHAIN_TABLES.history).range(all)) {
      history.add((content) => content.array(2).bytes(key).bytes(value));
    }
    history.flush();
    const state = new SectionBuffer(target, SECTION.state);
    const builder = new RootBuilder();
    for (const { key, value } of snapshot.range(all)) {
      builder.add(key, value);
      state.add((content) => content.array(2).bytes(key).bytes(value));
    }
    state.flush();
    if (equalBytes(builder.finish(), root))
      return { versions: history.total, entries: state.total };
    throw corrupt(
      'its records do not have the root that is signed; find which with a scrub or an audit',
    );
  }
}

/** A file is not trusted because it was written. */
function checkWhole(path: string, { check }: ExportReport): void {
  using file = new SectionFile(path);
  let last = '';
  for (const section of file.sections()) last = encodeHex(section.check);
  if (last === check) return;
  throw corrupt(`${path} does not hold what was written to it; is another export using it?`);
}

function syncDirectoryOf(file: string): void {
  const directory = openSync(dirname(resolve(file)), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
