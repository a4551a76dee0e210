import { CborError } from '../cbor/cbor-error.ts';
import { CborReader } from '../cbor/reader.ts';
import { CborWriter } from '../cbor/writer.ts';
import { CometError } from './comet-error.ts';
import { readBlockId, readHash, readTime, writeBlockId, writeTime } from './transport-parts.ts';
import { ABSENT_SIGNATURE, type Commit, type CommitSig, type Header } from './types.ts';
import type { SignedHeader } from './types.ts';

/** CometBFT's own bound of a validator set. */
export const MAX_VALIDATORS = 10_000;
const MAX_APP_HASH_LENGTH = 64;
const MAX_COMET_CHAIN_ID_LENGTH = 50;
const MAX_ROUND = 0x7fff_ffff;

/**
 * CBOR of a header and its commit (spec/header.md §4): nested arrays of fixed order in which every
 * byte is either under the header's hash or under the signatures. Throws CometError if it could not
 * be read back.
 */
export function encodeSignedHeader(signed: SignedHeader): Uint8Array {
  const writer = new CborWriter(640 + signed.commit.signatures.length * 112);
  writer.array(2);
  writeHeader(writer, signed.header);
  writeCommit(writer, signed.commit);
  const bytes = writer.finish();
  decodeSignedHeader(bytes);
  return bytes;
}

/**
 * Reads what `encodeSignedHeader` writes and nothing else. Checks form, not signatures. Throws
 * CometError.
 */
export function decodeSignedHeader(bytes: Uint8Array): SignedHeader {
  return asCometError(() => {
    const reader = new CborReader(bytes);
    reader.arrayOf(2);
    const header = readHeader(reader);
    const commit = readCommit(reader);
    reader.end();
    return { header, commit };
  });
}

/** Turns CBOR faults into COMET_ENCODING. */
export function asCometError<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    throw new CometError('COMET_ENCODING', error.message, { cause: error });
  }
}

function writeHeader(writer: CborWriter, header: Header): void {
  writer.array(14).array(2).uint(header.version.block).uint(header.version.app);
  writer.text(header.chainId).uint(header.height);
  writeTime(writer, header.time);
  writeBlockId(writer, header.lastBlockId);
  writer.bytes(header.lastCommitHash).bytes(header.dataHash).bytes(header.validatorsHash);
  writer.bytes(header.nextValidatorsHash).bytes(header.consensusHash).bytes(header.appHash);
  writer.bytes(header.lastResultsHash).bytes(header.evidenceHash).bytes(header.proposerAddress);
}

function readHeader(reader: CborReader): Header {
  reader.arrayOf(14);
  reader.arrayOf(2);
  const header: Header = {
    version: { block: reader.uint(), app: reader.uint() },
    chainId: readChainId(reader),
    height: reader.uint(),
    time: readTime(reader),
    lastBlockId: readBlockId(reader),
    lastCommitHash: readHash(reader),
    dataHash: readHash(reader),
    validatorsHash: readHash(reader),
    nextValidatorsHash: readHash(reader),
    consensusHash: readHash(reader),
    appHash: reader.bytes(),
    lastResultsHash: readHash(reader),
    evidenceHash: readHash(reader),
    proposerAddress: reader.bytesOf(20),
  };
  if (header.appHash.length <= MAX_APP_HASH_LENGTH) return header;
  throw new CometError('COMET_HASH_LENGTH', `an app hash has at most ${MAX_APP_HASH_LENGTH} bytes`);
}

function readChainId(reader: CborReader): string {
  const chainId = reader.text();
  if (chainId.length > 0 && chainId.length <= MAX_COMET_CHAIN_ID_LENGTH) return chainId;
  throw new CometError(
    'COMET_CHAIN_ID',
    `a chain id has 1 to ${MAX_COMET_CHAIN_ID_LENGTH} characters`,
  );
}

function writeCommit(writer: CborWriter, commit: Commit): void {
  writer.array(4).uint(commit.height).uint(commit.round);
  writeBlockId(writer, commit.blockId);
  writer.array(commit.signatures.length);
  for (const sig of commit.signatures) writeCommitSig(writer, sig);
}

function readCommit(reader: CborReader): Commit {
  reader.arrayOf(4);
  const height = reader.uint();
  const round = reader.uint();
  if (round > MAX_ROUND) throw new CometError('COMET_RANGE', 'a round is below 2^31');
  const blockId = readBlockId(reader);
  const count = reader.array();
  if (count > MAX_VALIDATORS)
    throw new CometError('COMET_RANGE', 'more signatures than validators');
  const signatures: CommitSig[] = [];
  for (let left = count; left > 0; left -= 1) signatures.push(readCommitSig(reader));
  return { height, round, blockId, signatures };
}

/** An absent signature is `[1]`: its other fields have one possible value and are not sent. */
function writeCommitSig(writer: CborWriter, sig: CommitSig): void {
  if (sig.flag === 1) {
    writer.array(1).uint(1);
    return;
  }
  writer.array(4).uint(sig.flag).bytes(sig.validatorAddress);
  writeTime(writer, sig.timestamp);
  writer.bytes(sig.signature);
}

function readCommitSig(reader: CborReader): CommitSig {
  const count = reader.array();
  const flag = reader.uint();
  if (flag === 1 && count === 1) return ABSENT_SIGNATURE;
  if ((flag !== 2 && flag !== 3) || count !== 4) {
    throw new CometError(
      'COMET_COMMIT_SIG',
      'a commit signature is [1] or [2 or 3, address, time, signature]',
    );
  }
  return {
    flag,
    validatorAddress: reader.bytesOf(20),
    timestamp: readTime(reader),
    signature: reader.bytesOf(64),
  };
}
