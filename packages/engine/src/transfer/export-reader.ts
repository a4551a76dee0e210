/** What an export holds, in order, checked as far as the file alone allows. */
import { encodeHex, type Genesis, parseGenesis, validatorsHash } from '@touchmark/codec';
import { decodeSignedHeader, decodeValidators } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import type { GivenBlock } from '../chain/given-block.ts';
import { damaged, decodeEnd, type ExportEnd, itemsReader, SECTION, truncated } from './format.ts';
import { type Section, type SectionFile } from './section-file.ts';
import { type BlockResults, readResults } from './stored-results.ts';

export type ExportItem =
  | { readonly kind: 'block'; readonly height: number; readonly block: GivenBlock }
  | { readonly kind: 'results'; readonly height: number; readonly results: BlockResults }
  | { readonly kind: 'version' | 'entry'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly kind: 'end'; readonly end: ExportEnd };

export interface ReadGenesis {
  readonly bytes: Uint8Array;
  readonly genesis: Genesis;
}

/** The genesis that an export begins with. */
export function readGenesis(file: SectionFile): ReadGenesis {
  for (const section of file.sections()) {
    if (section.kind !== SECTION.genesis) break;
    const bytes = section.plain().slice();
    if (encodeHex(sha256(bytes)) !== file.title.genesis) break;
    const genesis = parsed(file, () => parseGenesis(bytes));
    if (genesis.chainId === file.title.chainId) return { bytes, genesis };
    break;
  }
  throw damaged(file.path, 'it does not begin with the genesis that its first line names');
}

export class ExportReader {
  readonly #file: SectionFile;
  readonly #validators = new Map<string, Uint8Array>();
  readonly #counts = { blocks: 0, results: 0, versions: 0, entries: 0 };
  #first: number;

  constructor(file: SectionFile, { genesis }: ReadGenesis) {
    this.#file = file;
    this.#first = genesis.initialHeight;
  }

  /**
   * All items up to the end. Blocks below a height are counted and not unpacked.
   * @throws TransferError EXPORT_DAMAGED, EXPORT_TRUNCATED
   */
  *items(fromBlock: number): Generator<ExportItem> {
    let end: ExportEnd | undefined;
    let kind = 0;
    for (const section of this.#file.sections()) {
      if (end !== undefined) throw damaged(this.#file.path, 'something follows its end');
      this.#requireOrder(kind, section.kind);
      kind = section.kind;
      if (kind === SECTION.end) end = this.#end(section);
      else yield* this.#section(section, fromBlock);
    }
    if (end === undefined) throw truncated(this.#file.path);
    yield { kind: 'end', end };
  }

  /** Genesis first; history, state and end come in this order, after everything else. */
  #requireOrder(before: number, next: number): void {
    const isInOrder =
      before === 0 ? next === SECTION.genesis : next > SECTION.genesis && isAfter(before, next);
    if (!isInOrder) throw damaged(this.#file.path, 'its sections are not in order');
  }

  #section(section: Section, fromBlock: number): Iterable<ExportItem> {
    switch (section.kind) {
      case SECTION.validators:
        return this.#noteValidators(section);
      case SECTION.blocks:
        return this.#blocks(section, fromBlock);
      case SECTION.results:
        return this.#results(section);
      case SECTION.history:
        return this.#pairs(section, 'version');
      case SECTION.state:
        return this.#pairs(section, 'entry');
      default:
        return [];
    }
  }

  #noteValidators(section: Section): [] {
    const bytes = section.plain().slice();
    const hash = parsed(this.#file, () => validatorsHash(decodeValidators(bytes)));
    this.#validators.set(encodeHex(hash), bytes);
    return [];
  }

  *#blocks(section: Section, fromBlock: number): Generator<ExportItem> {
    const first = this.#first + this.#counts.blocks;
    this.#counts.blocks += section.count;
    if (first + section.count <= fromBlock) return;
    const reader = itemsReader(section.plain());
    for (let height = first; height < first + section.count; height += 1) {
      const block = parsed(this.#file, () => {
        const parts = reader.array();
        if (parts !== 2 && parts !== 3) throw new RangeError(`block ${height} has ${parts} parts`);
        const signedHeader = reader.bytes().slice();
        const list = () => Array.from({ length: reader.array() }, () => reader.bytes().slice());
        const transactions = list();
        const evidence = parts === 3 ? list() : [];
        const { header } = decodeSignedHeader(signedHeader);
        const validators = this.#validators.get(encodeHex(header.validatorsHash));
        if (validators === undefined) throw new RangeError(`no validators of block ${height}`);
        return { signedHeader, transactions, evidence, validators };
      });
      if (height >= fromBlock) yield { kind: 'block', height, block };
    }
    parsed(this.#file, () => reader.end());
  }

  *#results(section: Section): Generator<ExportItem> {
    const first = this.#first + this.#counts.results;
    this.#counts.results += section.count;
    const reader = itemsReader(section.plain());
    for (let height = first; height < first + section.count; height += 1) {
      yield { kind: 'results', height, results: parsed(this.#file, () => readResults(reader)) };
    }
    parsed(this.#file, () => reader.end());
  }

  *#pairs(section: Section, kind: 'version' | 'entry'): Generator<ExportItem> {
    this.#counts[kind === 'version' ? 'versions' : 'entries'] += section.count;
    const reader = itemsReader(section.plain());
    for (let index = 0; index < section.count; index += 1) {
      yield parsed(this.#file, () => {
        reader.arrayOf(2);
        return { kind, key: reader.bytes().slice(), value: reader.bytes().slice() };
      });
    }
    parsed(this.#file, () => reader.end());
  }

  #end(section: Section): ExportEnd {
    const end = parsed(this.#file, () => decodeEnd(section.plain()));
    const { blocks, results, versions, entries } = this.#counts;
    const isSame =
      end.blocks === blocks &&
      end.results === results &&
      end.versions === versions &&
      end.entries === entries &&
      end.height === this.#first + blocks - 2;
    if (isSame) return { ...end, root: end.root.slice() };
    throw damaged(this.#file.path, 'it does not hold as much as it says at its end');
  }
}

function isAfter(before: number, next: number): boolean {
  return next >= before || (before <= SECTION.results && next <= SECTION.results);
}

function parsed<T>(file: SectionFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw damaged(file.path, `a section holds what it should not (${what})`, error);
  }
}
