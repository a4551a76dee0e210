import { CborReader, CborWriter } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { HASH_BYTES } from './hashes.ts';
import { equalBytes } from './key-bits.ts';
import { ProofError } from './proof-error.ts';

const MAX_VERSION = 0xffff_ffff;
const FIELDS = 5;

/** One version of a record, as the map holds it: its envelope binds it to the version before. */
export interface VersionedValue {
  /** 1 for the first version, then one more each time. */
  readonly version: number;
  /** Block that wrote it. */
  readonly height: number;
  /** Time of that block, in ms since 1970. */
  readonly timeMs: number;
  /** SHA-256 of the whole envelope of the version before; null for version 1. */
  readonly previous: Uint8Array | null;
  readonly body: Uint8Array;
}

/** Envelope: deterministic CBOR array [version, height, timeMs, previous or null, body as bytes]. */
export function encodeVersioned(value: VersionedValue): Uint8Array {
  checkChainLink(value);
  const writer = new CborWriter(value.body.length + 80).array(FIELDS);
  writer.uint(value.version).uint(value.height).uint(value.timeMs);
  if (value.previous === null) writer.null();
  else writer.bytes(value.previous);
  return writer.bytes(value.body).finish();
}

/** Strict inverse of `encodeVersioned`; `body` and `previous` are views of the envelope. Throws ProofError. */
export function decodeVersioned(envelope: Uint8Array): VersionedValue {
  const value = readEnvelope(envelope);
  checkChainLink(value);
  return value;
}

/**
 * Checks that `older` (newest first) are the versions right before `current`, link by link.
 *
 * @returns all of them decoded, newest first. The chain need not reach version 1: the caller sees how far it goes.
 * @throws ProofError HISTORY_BROKEN if a link does not hold, HISTORY_MALFORMED if an envelope cannot be read.
 */
export function verifyHistory(current: Uint8Array, older: readonly Uint8Array[]): VersionedValue[] {
  let newer = decodeVersioned(current);
  const versions = [newer];
  for (const envelope of older) {
    if (newer.previous === null) throw broken(newer, 'claims to be the first, but more follow');
    if (!equalBytes(sha256(envelope), newer.previous)) {
      throw broken(newer, 'names another predecessor');
    }
    const value = decodeVersioned(envelope);
    if (value.version !== newer.version - 1) throw broken(newer, 'does not count on from it');
    if (value.height > newer.height || value.timeMs > newer.timeMs) {
      throw broken(newer, 'is older than its predecessor');
    }
    versions.push(value);
    newer = value;
  }
  return versions;
}

function readEnvelope(envelope: Uint8Array): VersionedValue {
  try {
    const reader = new CborReader(envelope);
    reader.arrayOf(FIELDS);
    const version = reader.uint();
    const height = reader.uint();
    const timeMs = reader.uint();
    const previous = reader.peek() === 'null' ? reader.null() : reader.bytesOf(HASH_BYTES);
    const body = reader.bytes();
    reader.end();
    return { version, height, timeMs, previous, body };
  } catch (cause) {
    throw new ProofError('HISTORY_MALFORMED', 'This is not a versioned value. Refuse it.', {
      cause,
    });
  }
}

function checkChainLink({ version, previous }: VersionedValue): void {
  const isFirst = version === 1;
  if (version < 1 || version > MAX_VERSION || isFirst !== (previous === null)) {
    throw new ProofError(
      'HISTORY_MALFORMED',
      `Version ${version} ${previous === null ? 'lacks' : 'has'} a predecessor. Refuse it.`,
    );
  }
  if (previous !== null && previous.length !== HASH_BYTES) {
    throw new ProofError('HISTORY_MALFORMED', `A predecessor is named by ${HASH_BYTES} bytes.`);
  }
}

function broken(value: VersionedValue, what: string): ProofError {
  return new ProofError('HISTORY_BROKEN', `Version ${value.version} ${what}. Refuse the history.`);
}
