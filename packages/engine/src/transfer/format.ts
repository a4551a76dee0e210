/** The bytes of an export file; described in spec/export.md. */
import { CborReader, decodeUtf8, encodeUtf8, isChainId } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { TransferError } from './transfer-error.ts';

export const EXPORT_FORMAT = 'touchmark-export/1';

export const COMPRESSIONS = ['zstd', 'gzip', 'none'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

export const SECTION = {
  genesis: 1,
  validators: 2,
  blocks: 3,
  results: 4,
  history: 5,
  state: 6,
  end: 7,
} as const;

/** What the first line says. */
export interface ExportTitle {
  readonly compression: Compression;
  readonly chainId: string;
  /** SHA-256 of the genesis file, in hexadecimal. */
  readonly genesis: string;
  /** Whether results, history and state follow, for an import without replay. */
  readonly state: boolean;
}

export interface ExportEnd {
  readonly height: number;
  readonly root: Uint8Array;
  readonly blocks: number;
  /** Executed blocks whose results the file has; 0 without state. */
  readonly results: number;
  readonly versions: number;
  readonly entries: number;
}

/** kind u8 || count u32 || plain length u32 || stored length u32 */
export const SECTION_HEAD_BYTES = 13;
export const CHECK_BYTES = 32;
/** A section is closed when it has become so long; one item can make it longer. */
export const SECTION_BYTES = 1 << 20;
/** Longest section that is read. */
export const MAX_SECTION_BYTES = 1 << 26;
export const MAX_TITLE_BYTES = 1_024;
/** Items of a section; the length bounds them too. */
const SECTION_LIMITS = { maxBytes: MAX_SECTION_BYTES, maxItems: 1 << 25 };

export interface SectionHead {
  readonly kind: number;
  readonly count: number;
  readonly plainLength: number;
  readonly storedLength: number;
}

export function encodeSectionHead(head: SectionHead): Uint8Array {
  const bytes = new Uint8Array(SECTION_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, head.kind);
  view.setUint32(1, head.count);
  view.setUint32(5, head.plainLength);
  view.setUint32(9, head.storedLength);
  return bytes;
}

export function decodeSectionHead(bytes: Uint8Array): SectionHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    kind: view.getUint8(0),
    count: view.getUint32(1),
    plainLength: view.getUint32(5),
    storedLength: view.getUint32(9),
  };
}

/** Each check covers everything before it. */
export function nextCheck(before: Uint8Array, head: Uint8Array, stored: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([before, head, stored]));
}

export function encodeTitle({ compression, chainId, genesis, state }: ExportTitle): Uint8Array {
  const title = { format: EXPORT_FORMAT, compression, chain: chainId, genesis, state };
  return encodeUtf8(`${JSON.stringify(title)}\n`);
}

/** Reads the first line. @throws TransferError EXPORT_FOREIGN, EXPORT_VERSION, EXPORT_DAMAGED */
export function decodeTitle(line: Uint8Array, file: string): ExportTitle {
  const read = titleMembers(line, file);
  const { compression, chain, genesis, state } = read;
  const isTitle =
    typeof chain === 'string' &&
    isChainId(chain) &&
    typeof genesis === 'string' &&
    /^[0-9a-f]{64}$/.test(genesis) &&
    typeof state === 'boolean' &&
    isCompression(compression);
  if (!isTitle) throw damaged(file, 'its first line is not as an export has it');
  const title = { compression, chainId: chain, genesis, state };
  if (Buffer.compare(encodeTitle(title), line) === 0) return title;
  throw damaged(file, 'its first line is not as an export has it');
}

function titleMembers(line: Uint8Array, file: string): Record<string, unknown> {
  let read: unknown;
  try {
    read = JSON.parse(decodeUtf8(line));
  } catch (cause) {
    throw foreign(file, cause);
  }
  if (typeof read !== 'object' || read === null) throw foreign(file);
  const members: Record<string, unknown> = { ...read };
  const { format } = members;
  if (format === EXPORT_FORMAT) return members;
  if (typeof format !== 'string' || !format.startsWith('touchmark-export/')) throw foreign(file);
  throw new TransferError(
    'EXPORT_VERSION',
    `${file} has the format "${format.slice(0, 40)}"; this version reads "${EXPORT_FORMAT}". ` +
      'Import it with the version that wrote it, and export it again from there.',
  );
}

function isCompression(value: unknown): value is Compression {
  return COMPRESSIONS.some((known) => known === value);
}

export function decodeEnd(plain: Uint8Array): ExportEnd {
  const reader = new CborReader(plain);
  reader.arrayOf(6);
  const end = {
    height: reader.uint(),
    root: reader.bytesOf(32),
    blocks: reader.uint(),
    results: reader.uint(),
    versions: reader.uint(),
    entries: reader.uint(),
  };
  reader.end();
  return end;
}

/** A reader of a section's items. */
export function itemsReader(plain: Uint8Array): CborReader {
  return new CborReader(plain, SECTION_LIMITS);
}

export function foreign(file: string, cause?: unknown): TransferError {
  return new TransferError(
    'EXPORT_FOREIGN',
    `${file} is no export of a Touchmark ledger. Check the path; make one with: touchmark export`,
    { cause },
  );
}

export function damaged(file: string, what: string, cause?: unknown): TransferError {
  return new TransferError(
    'EXPORT_DAMAGED',
    `${file} is damaged: ${what}. Nothing of it was used. Copy it again, or make a new export.`,
    { cause },
  );
}

export function truncated(file: string): TransferError {
  return new TransferError(
    'EXPORT_TRUNCATED',
    `${file} ends too early: it was not copied or written to its end. Copy it again, or run the export again.`,
  );
}
