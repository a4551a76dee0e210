import {
  type ClockOptions,
  decodeAnswer,
  type Query,
  type VerifiedAnswer,
  type Verifier,
  type WalkOptions,
} from '@touchmark/verify';
import { errorOf, isBusy, isCbor } from '../http/read-response.ts';
import { pause, withRetries } from '../http/retry.ts';
import type { NodeRequest, NodeResponse, Transport } from '../http/transport.ts';
import type { Signer } from '../key/signer.ts';
import { SdkError } from '../sdk-error.ts';
import { underHeader } from './follow-validators.ts';
import type { VouchedHeader } from './vouched-header.ts';

/** What all of a client's functions share. */
export interface Session {
  readonly transport: Transport;
  /** Nodes of others, whose headers are compared. */
  readonly witnesses: readonly Transport[];
  readonly verifier: Verifier;
  /** How validators that changed are followed. */
  readonly light: WalkOptions;
  /** What renews trust that is too old. */
  readonly vouched: VouchedHeader | undefined;
  /** Sign what this client sends unless told otherwise. */
  readonly signers: readonly Signer[];
  /**
   * How long failures that pass (no connection, overload) are retried when reading, and when
   * writing.
   */
  readonly readRetryMs: number;
  readonly writeRetryMs: number;
  /** This machine's time, milliseconds since 1970; undefined: no clock is trusted. */
  readonly clock: (() => number) | undefined;
  /** Highest header that was verified; older answers are refused. */
  readonly newest: { height: number };
}

/** Options that every reading function takes. */
export interface ReadOptions {
  signal?: AbortSignal;
}

/**
 * How often an answer older than one seen before is asked for again, and how long to wait before.
 */
const STALE_ROUNDS = 5;
const STALE_PAUSE_MS = 200;

/** Rules about time that this client applies to headers. */
export function clockOptions({ clock, light: { trustPeriodMs } }: Session): ClockOptions {
  if (clock === undefined) return {};
  return { nowMs: clock(), ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }) };
}

/**
 * Sends a request that changes nothing, again and again while failures are of the kind that pass.
 */
export async function read(session: Session, request: NodeRequest): Promise<NodeResponse> {
  const { readRetryMs: retryForMs, transport } = session;
  return withRetries({ retryForMs, signal: request.signal }, async () => {
    const response = await transport.request(request);
    if (isBusy(response)) throw errorOf(response);
    return response;
  });
}

/**
 * Takes note of a verified header. False: this client has seen a newer one, so a cache or a lagging
 * node answered.
 */
export function isFresh({ newest }: Session, height: number): boolean {
  if (height < newest.height) return false;
  newest.height = height;
  return true;
}

/**
 * Fetches something that is proven under a header, until it is not older than what was seen before.
 */
export async function readFresh<T extends { block: { height: number } }>(
  session: Session,
  signal: AbortSignal | undefined,
  fetchOnce: () => Promise<T>,
): Promise<T> {
  for (let round = 1; ; round += 1) {
    const found = await fetchOnce();
    if (isFresh(session, found.block.height)) return found;
    if (round === STALE_ROUNDS) {
      throw new SdkError(
        'SDK_ANSWER_STALE',
        `The node answers as of block ${found.block.height}; this client has seen block ` +
          `${session.newest.height} already. A cache or a lagging node is in between: ask another one.`,
      );
    }
    await pause(STALE_PAUSE_MS * round, signal);
  }
}

/** What a node can prove: who only claims it may be hiding a record. */
const PROVABLE = ['RECORD_ABSENT', 'RECORD_RETIRED'];

function refusalOf(response: NodeResponse): Error {
  const error = errorOf(response);
  if (!PROVABLE.includes(error.code)) return error;
  return new SdkError(
    'SDK_UNPROVEN',
    `The node says that there is no such record (${error.code}), and does not prove it. Ask another node.`,
    { cause: error },
  );
}

/** Fetches answer bytes and verifies them against the question. */
export async function readAnswer(
  session: Session,
  request: NodeRequest,
  expect: Query,
): Promise<{ bytes: Uint8Array; verified: VerifiedAnswer; block: { height: number } }> {
  const headers = { ...request.headers, accept: 'application/cbor' };
  return readFresh(session, request.signal, async () => {
    const response = await read(session, { ...request, headers });
    if (!isCbor(response)) throw refusalOf(response);
    const options = { ...clockOptions(session), expect };
    const verified = await underHeader(
      session,
      () => decodeAnswer(response.body),
      () => session.verifier.verifyAnswer(response.body, options),
      request.signal,
    );
    return { bytes: response.body, verified, block: verified.block };
  });
}
