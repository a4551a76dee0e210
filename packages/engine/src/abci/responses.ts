/** Responses of ABCI 2.0 (package tendermint.abci). A response's tag is its request's plus one. */
import { type ConsensusParams, ProtoWriter, type Validator } from '@touchmark/codec';
import type { ChunkVerdict, OfferVerdict } from '../snapshot/snapshot-restore.ts';
import { frameLength } from './frames.ts';
import type { OfferedSnapshot } from './requests.ts';

/** A response: its tag and its message. */
export interface AbciResponse {
  readonly tag: number;
  readonly message: ProtoWriter;
}

export interface ExecResult {
  readonly code: number;
  readonly data: Uint8Array;
}

const NS_PER_SECOND = 1_000_000_000n;

export type ValidatorUpdate = Pick<Validator, 'publicKey' | 'power'>;

const response = (tag: number, message = new ProtoWriter(16)): AbciResponse => ({ tag, message });

/** CometBFT kills itself on this one: the last words of a node that must not go on. */
export const exception = (error: string): AbciResponse =>
  response(1, new ProtoWriter().text(1, error));

export const echo = (message: string): AbciResponse =>
  response(2, new ProtoWriter().text(1, message));

export const flush = (): AbciResponse => response(3);

export interface Info {
  readonly version: string;
  readonly appVersion: bigint;
  readonly height: number;
  readonly appHash: Uint8Array;
}

export function info({ version, appVersion, height, appHash }: Info): AbciResponse {
  const message = new ProtoWriter().text(1, 'touchmark').text(2, version).varint(3, appVersion);
  message.varint(4, height);
  return response(4, height === 0 ? message : message.bytes(5, appHash));
}

/** Neither validators nor parameters: those of the genesis file stand. */
export const initChain = (appHash: Uint8Array): AbciResponse =>
  response(6, new ProtoWriter().bytes(3, appHash));

/** Answers come from the node's own door, with proofs. */
export const query = (): AbciResponse =>
  response(7, new ProtoWriter().varint(1, 1).text(3, 'Ask the node over HTTP: it adds proofs.'));

export const checkTx = ({ code, log = '' }: { code: number; log?: string }): AbciResponse =>
  response(9, new ProtoWriter().varint(1, code).text(3, log));

/** Nothing may be pruned. */
export const commit = (): AbciResponse => response(12);

export function listSnapshots(snapshots: readonly OfferedSnapshot[]): AbciResponse {
  const message = new ProtoWriter(1024);
  for (const { height, format, chunks, hash, metadata } of snapshots) {
    const snapshot = new ProtoWriter(metadata.length + 64).varint(1, height).varint(2, format);
    message.message(1, snapshot.varint(3, chunks).bytes(4, hash).bytes(5, metadata));
  }
  return response(13, message);
}

const OFFER_RESULTS = {
  accept: 1,
  abort: 2,
  reject: 3,
  'reject-format': 4,
  'reject-sender': 5,
} as const;

export const offerSnapshot = (verdict: OfferVerdict): AbciResponse =>
  response(14, new ProtoWriter().varint(1, OFFER_RESULTS[verdict]));

/** Empty: this node does not have it. */
export const loadSnapshotChunk = (chunk: Uint8Array): AbciResponse =>
  response(15, new ProtoWriter(chunk.length + 16).bytes(1, chunk));

const CHUNK_RESULTS = { accept: 1, abort: 2, refetch: 3, 'reject-snapshot': 5 } as const;

/** A chunk that is not what was promised is fetched again, and from its sender nothing any more. */
export function applySnapshotChunk(
  verdict: ChunkVerdict,
  { index, sender }: { readonly index: number; readonly sender: string },
): AbciResponse {
  const message = new ProtoWriter().varint(1, CHUNK_RESULTS[verdict]);
  if (verdict !== 'refetch') return response(16, message);
  // A list of numbers, packed: an index of 0 stands in it too.
  message.bytes(2, frameLength(index));
  return response(16, sender === '' ? message : message.text(3, sender));
}

export function prepareProposal(transactions: readonly Uint8Array[]): AbciResponse {
  const message = new ProtoWriter(1024);
  for (const transaction of transactions) message.element(1, transaction);
  return response(17, message);
}

/** Always said: a status of 0 makes CometBFT panic. */
export const processProposal = (accept: boolean): AbciResponse =>
  response(18, new ProtoWriter().varint(1, accept ? 1 : 2));

/** Vote extensions are off; an empty one is what there is. */
export const extendVote = (): AbciResponse => response(19);
export const verifyVoteExtension = (): AbciResponse => response(20, new ProtoWriter().varint(1, 1));

export interface FinalizedBlock {
  readonly results: readonly ExecResult[];
  readonly validatorUpdates: readonly ValidatorUpdate[];
  /** Groups that change, each of them whole. */
  readonly paramUpdates?: Partial<ConsensusParams> | undefined;
  readonly appHash: Uint8Array;
}

/** tendermint.types.ConsensusParams; a group that is not there stays as it was. */
function paramsMessage({ block, evidence, version }: Partial<ConsensusParams>): ProtoWriter {
  const message = new ProtoWriter(64);
  if (block !== undefined) {
    message.message(1, new ProtoWriter(24).varint(1, block.maxBytes).varint(2, block.maxGas));
  }
  if (evidence !== undefined) {
    const age = new ProtoWriter(24);
    age.varint(1, evidence.maxAgeNs / NS_PER_SECOND).varint(2, evidence.maxAgeNs % NS_PER_SECOND);
    const group = new ProtoWriter(48).varint(1, evidence.maxAgeBlocks).message(2, age);
    message.message(2, group.varint(3, evidence.maxBytes));
  }
  if (version !== undefined) message.message(4, new ProtoWriter(16).varint(1, version.app));
  return message;
}

export function finalizeBlock(block: FinalizedBlock): AbciResponse {
  const message = new ProtoWriter(1024);
  // Each result stands in the list, an empty one too: CometBFT counts them.
  for (const { code, data } of block.results) {
    message.message(2, new ProtoWriter(data.length + 16).varint(1, code).bytes(2, data));
  }
  for (const { publicKey, power } of block.validatorUpdates) {
    const key = new ProtoWriter(48).bytes(1, publicKey);
    message.message(3, new ProtoWriter(64).message(1, key).varint(2, power));
  }
  if (block.paramUpdates !== undefined) message.message(4, paramsMessage(block.paramUpdates));
  return response(21, message.bytes(5, block.appHash));
}

export function encodeResponse({ tag, message }: AbciResponse): Uint8Array {
  return new ProtoWriter(message.view().length + 16).message(tag, message).finish();
}
