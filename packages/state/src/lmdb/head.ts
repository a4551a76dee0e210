import { CborReader, CborWriter } from '@touchmark/codec';
import { StateError } from '../state-error.ts';
import { CHECKSUM_BYTES, readUint32, STORE_FORMAT, writeUint32 } from './layout.ts';
import { checksumOf } from './stored-values.ts';

/** A file with the whole upper tree, as of some commit or a little later; the journal makes up for the rest. */
export interface TreeFile {
  /** Journal entries after this commit have to be redone on top of it. */
  readonly commit: number;
  readonly slots: number;
  readonly hash: Uint8Array;
}

/** The row that each commit replaces: all that is needed to find the rest. */
export interface Head {
  /** Commits since the store was created. */
  readonly commit: number;
  /** Changes when the tree was built anew, so that slot numbers mean something else. */
  readonly epoch: number;
  readonly pageLeaves: number;
  readonly size: number;
  readonly rootSlot: number;
  readonly slots: number;
  readonly root: Uint8Array;
  readonly treeFile: TreeFile | null;
}

export const HEAD_KEY: Uint8Array = new TextEncoder().encode('head');

const FORMAT_NAME = 'touchmark/state';
const COMMIT_BYTES = 8;
const FIELDS = 11;

/** checksum u32, commit u64 (so that readers see cheaply whether it moved), the rest as CBOR. */
export function encodeHead(head: Head): Uint8Array {
  const writer = new CborWriter().array(FIELDS).text(FORMAT_NAME).uint(STORE_FORMAT);
  writer.uint(head.epoch).uint(head.pageLeaves).uint(head.size);
  writer.int(head.rootSlot).uint(head.slots).bytes(head.root);
  if (head.treeFile === null) writer.null().null().null();
  else writer.uint(head.treeFile.commit).uint(head.treeFile.slots).bytes(head.treeFile.hash);
  const rest = writer.finish();
  const bytes = new Uint8Array(CHECKSUM_BYTES + COMMIT_BYTES + rest.length);
  new DataView(bytes.buffer).setBigUint64(CHECKSUM_BYTES, BigInt(head.commit));
  bytes.set(rest, CHECKSUM_BYTES + COMMIT_BYTES);
  writeUint32(bytes, 0, checksumOf(HEAD_KEY, bytes.subarray(CHECKSUM_BYTES)));
  return bytes;
}

/** Commit number of an encoded head, unchecked. */
export function commitOf(bytes: Uint8Array): number {
  return readUint32(bytes, CHECKSUM_BYTES) * 2 ** 32 + readUint32(bytes, CHECKSUM_BYTES + 4);
}

export function decodeHead(bytes: Uint8Array): Head {
  const body = bytes.subarray(CHECKSUM_BYTES);
  if (bytes.length < 12 || readUint32(bytes, 0) !== checksumOf(HEAD_KEY, body)) {
    throw damagedHead();
  }
  const reader = new CborReader(body.subarray(COMMIT_BYTES));
  const fields = reader.array();
  if (reader.text() !== FORMAT_NAME) throw damagedHead();
  const format = reader.uint();
  if (format !== STORE_FORMAT || fields !== FIELDS) throw otherVersion(format);
  const epoch = reader.uint();
  const pageLeaves = reader.uint();
  const size = reader.uint();
  const rootSlot = reader.int();
  const slots = reader.uint();
  const root = reader.bytes().slice();
  const treeFile = readTreeFile(reader);
  const commit = commitOf(bytes);
  return { commit, epoch, pageLeaves, size, rootSlot, slots, root, treeFile };
}

function readTreeFile(reader: CborReader): TreeFile | null {
  if (reader.peek() === 'null') {
    reader.null();
    reader.null();
    reader.null();
    return null;
  }
  return { commit: reader.uint(), slots: reader.uint(), hash: reader.bytes().slice() };
}

function damagedHead(): StateError {
  return new StateError(
    'STATE_CORRUPT',
    'The head of the store is damaged. Stop the node and restore the store from a backup.',
  );
}

function otherVersion(format: number): StateError {
  return new StateError(
    'STATE_VERSION',
    `The store has format ${format}; this version reads format ${STORE_FORMAT} only. Use the ` +
      'version that wrote it, or export the ledger there and import it here.',
  );
}
