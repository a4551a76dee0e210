/** Requests of ABCI 2.0 (package tendermint.abci), as far as the ledger needs what they say. */
import {
  decodeMisbehavior,
  type EvidenceMisbehavior,
  protoFields,
  type Timestamp,
  ZERO_TIME,
} from '@touchmark/codec';
import { FrameError } from './frames.ts';

export type AbciRequest =
  | { readonly kind: 'echo'; readonly message: string }
  | { readonly kind: 'flush' }
  | { readonly kind: 'info'; readonly version: string }
  | InitChainRequest
  | { readonly kind: 'query'; readonly path: string }
  | { readonly kind: 'check-tx'; readonly transaction: Uint8Array; readonly isRecheck: boolean }
  | { readonly kind: 'commit' }
  | { readonly kind: 'list-snapshots' }
  | {
      readonly kind: 'offer-snapshot';
      readonly snapshot: OfferedSnapshot;
      readonly appHash: Uint8Array;
    }
  | {
      readonly kind: 'load-snapshot-chunk';
      readonly height: number;
      readonly format: number;
      readonly chunk: number;
    }
  | {
      readonly kind: 'apply-snapshot-chunk';
      readonly index: number;
      readonly chunk: Uint8Array;
      readonly sender: string;
    }
  | {
      readonly kind: 'prepare-proposal';
      readonly transactions: Uint8Array[];
      readonly maxBytes: number;
    }
  | { readonly kind: 'process-proposal'; readonly transactions: Uint8Array[] }
  | { readonly kind: 'extend-vote' }
  | { readonly kind: 'verify-vote-extension' }
  | FinalizeBlockRequest;

export interface InitChainRequest {
  readonly kind: 'init-chain';
  readonly time: Timestamp;
  readonly chainId: string;
  readonly initialHeight: number;
}

/** What another node says that it has. */
export interface OfferedSnapshot {
  readonly height: number;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A decided block. */
export interface FinalizeBlockRequest {
  readonly kind: 'finalize-block';
  readonly height: number;
  readonly time: Timestamp;
  readonly hash: Uint8Array;
  readonly transactions: Uint8Array[];
  readonly misbehavior: EvidenceMisbehavior[];
}

type Decoder = (message: Uint8Array) => AbciRequest;

const DECODERS: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [1, (message) => ({ kind: 'echo', message: textOf(message, 1) })],
  [2, () => ({ kind: 'flush' })],
  [3, (message) => ({ kind: 'info', version: textOf(message, 1) })],
  [5, decodeInitChain],
  [6, (message) => ({ kind: 'query', path: textOf(message, 2) })],
  [8, decodeCheckTx],
  [11, () => ({ kind: 'commit' })],
  [12, () => ({ kind: 'list-snapshots' })],
  [13, decodeOfferSnapshot],
  [14, decodeLoadSnapshotChunk],
  [15, decodeApplySnapshotChunk],
  [16, decodePrepareProposal],
  [17, (message) => ({ kind: 'process-proposal', transactions: listOf(message, 1) })],
  [18, () => ({ kind: 'extend-vote' })],
  [19, () => ({ kind: 'verify-vote-extension' })],
  [20, decodeFinalizeBlock],
]);

/** @throws FrameError or CometError COMET_MALFORMED */
export function decodeRequest(bytes: Uint8Array): AbciRequest {
  let found: AbciRequest | undefined;
  for (const { field, bytes: value } of protoFields(bytes)) {
    const decoder = DECODERS.get(field);
    if (decoder === undefined) throw new FrameError(`request ${field} is not known here`);
    found = decoder(value());
  }
  if (found === undefined) throw new FrameError('it sent an empty request');
  return found;
}

function textOf(message: Uint8Array, wanted: number): string {
  let found = '';
  for (const { field, text } of protoFields(message)) if (field === wanted) found = text();
  return found;
}

function listOf(message: Uint8Array, wanted: number): Uint8Array[] {
  const list: Uint8Array[] = [];
  for (const { field, bytes } of protoFields(message)) if (field === wanted) list.push(bytes());
  return list;
}

function decodeInitChain(message: Uint8Array): AbciRequest {
  const found = { kind: 'init-chain' as const, time: ZERO_TIME, chainId: '', initialHeight: 0 };
  for (const { field, bytes, text, number } of protoFields(message)) {
    if (field === 1) found.time = decodeTime(bytes());
    else if (field === 2) found.chainId = text();
    else if (field === 6) found.initialHeight = number();
  }
  return found;
}

function decodeCheckTx(message: Uint8Array): AbciRequest {
  let transaction: Uint8Array = new Uint8Array(0);
  let isRecheck = false;
  for (const { field, bytes, number } of protoFields(message)) {
    if (field === 1) transaction = bytes();
    else if (field === 2) isRecheck = number() === 1;
  }
  return { kind: 'check-tx', transaction, isRecheck };
}

function decodeOfferSnapshot(message: Uint8Array): AbciRequest {
  let snapshot: OfferedSnapshot = {
    height: 0,
    format: 0,
    chunks: 0,
    hash: new Uint8Array(0),
    metadata: new Uint8Array(0),
  };
  let appHash: Uint8Array = new Uint8Array(0);
  for (const { field, bytes } of protoFields(message)) {
    if (field === 1) snapshot = decodeSnapshot(bytes(), snapshot);
    else if (field === 2) appHash = bytes();
  }
  return { kind: 'offer-snapshot', snapshot, appHash };
}

function decodeSnapshot(message: Uint8Array, empty: OfferedSnapshot): OfferedSnapshot {
  const found = { ...empty };
  // A stranger chose these numbers: one that is too large is refused with the snapshot, not with the connection.
  for (const { field, bytes, uint } of protoFields(message)) {
    if (field === 1) found.height = Number(uint());
    else if (field === 2) found.format = Number(uint());
    else if (field === 3) found.chunks = Number(uint());
    else if (field === 4) found.hash = bytes();
    else if (field === 5) found.metadata = bytes();
  }
  return found;
}

function decodeLoadSnapshotChunk(message: Uint8Array): AbciRequest {
  const found = { kind: 'load-snapshot-chunk' as const, height: 0, format: 0, chunk: 0 };
  for (const { field, uint } of protoFields(message)) {
    if (field === 1) found.height = Number(uint());
    else if (field === 2) found.format = Number(uint());
    else if (field === 3) found.chunk = Number(uint());
  }
  return found;
}

function decodeApplySnapshotChunk(message: Uint8Array): AbciRequest {
  let chunk: Uint8Array = new Uint8Array(0);
  let index = 0;
  let sender = '';
  for (const { field, bytes, number, text } of protoFields(message)) {
    if (field === 1) index = number();
    else if (field === 2) chunk = bytes();
    else if (field === 3) sender = text();
  }
  return { kind: 'apply-snapshot-chunk', index, chunk, sender };
}

function decodePrepareProposal(message: Uint8Array): AbciRequest {
  const transactions: Uint8Array[] = [];
  let maxBytes = 0;
  for (const { field, bytes, number } of protoFields(message)) {
    if (field === 1) maxBytes = number();
    else if (field === 2) transactions.push(bytes());
  }
  return { kind: 'prepare-proposal', transactions, maxBytes };
}

function decodeFinalizeBlock(message: Uint8Array): FinalizeBlockRequest {
  const transactions: Uint8Array[] = [];
  const misbehavior: EvidenceMisbehavior[] = [];
  let hash: Uint8Array = new Uint8Array(0);
  let height = 0;
  let time = ZERO_TIME;
  for (const { field, bytes, number } of protoFields(message)) {
    if (field === 1) transactions.push(bytes());
    else if (field === 3) misbehavior.push(decodeMisbehavior(bytes()));
    else if (field === 4) hash = bytes();
    else if (field === 5) height = number();
    else if (field === 6) time = decodeTime(bytes());
  }
  return { kind: 'finalize-block', height, time, hash, transactions, misbehavior };
}

function decodeTime(message: Uint8Array): Timestamp {
  const time = { seconds: 0n, nanos: 0 };
  for (const { field, int, number } of protoFields(message)) {
    if (field === 1) time.seconds = int();
    else if (field === 2) time.nanos = number();
  }
  return time;
}
