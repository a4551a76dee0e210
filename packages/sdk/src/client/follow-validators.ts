import { encodeHex, equalBytes } from '@touchmark/codec';
import {
  describeDivergence,
  type Divergence,
  type LightBlock,
  type LightWalk,
  openLightBlock,
  VerifyError,
  type VerifyErrorCode,
  type WalkOptions,
} from '@touchmark/verify';
import { jsonBody } from '../http/read-response.ts';
import { pause } from '../http/retry.ts';
import type { Transport } from '../http/transport.ts';
import { SdkError } from '../sdk-error.ts';
import { read, type Session } from './session.ts';
import type { VouchedHeader } from './vouched-header.ts';

const WITNESS_TRIES = 10;
const WITNESS_PAUSE_MS = 200;

/** A header as it came along with an answer. */
export interface GivenHeader {
  readonly signedHeader: Uint8Array;
  readonly validators: Uint8Array;
}

/** Two headers of one height, both with two thirds of their validators behind them. */
export class ForkError extends SdkError {
  readonly divergence: Divergence;

  constructor(divergence: Divergence, witness: string) {
    const { height, kind, culprits } = divergence;
    super(
      'SDK_LEDGER_FORKED',
      `${witness} has another header ${height}, and both are signed (${kind}). Validators signed twice: rely on ` +
        `neither, keep this as evidence, and tell the operators. Proven against: ${culprits.join(', ') || 'nobody yet'}.`,
    );
    this.name = 'ForkError';
    this.divergence = divergence;
  }
}

/**
 * Checks something that came under a header; if the header's validators are not known yet, follows them there first.
 * If what is trusted is too old, what somebody vouched for takes its place.
 * @throws VerifyError, SdkError
 */
export async function underHeader<T>(
  session: Session,
  given: () => GivenHeader,
  check: () => T,
  signal?: AbortSignal,
): Promise<T> {
  const { vouched } = session;
  try {
    return await followed(session, given, check, signal);
  } catch (error) {
    if (vouched === undefined || !isRefusal(error, 'VERIFY_TRUST_EXPIRED')) throw error;
  }
  await renewTrust(session, vouched, signal);
  return followed(session, given, check, signal);
}

function isRefusal(error: unknown, code: VerifyErrorCode): boolean {
  return error instanceof VerifyError && error.code === code;
}

async function followed<T>(
  session: Session,
  given: () => GivenHeader,
  check: () => T,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return check();
  } catch (error) {
    if (!isRefusal(error, 'VERIFY_VALIDATORS_UNKNOWN')) throw error;
  }
  await followValidators(session, given(), signal);
  return check();
}

/** The way to the header that was vouched for, however old its beginning: the hash is what is believed. */
async function renewTrust(
  session: Session,
  { height, hash, atMs }: VouchedHeader,
  signal: AbortSignal | undefined,
): Promise<void> {
  const block = await lightBlock(session, height, signal);
  if (encodeHex(block.hash) !== hash) {
    throw new SdkError(
      'SDK_UNPROVEN',
      `${session.transport.url} has another header ${height} than the one that was vouched for. Compare the hash once more ` +
        'with who gave it; if it is right, ask another node.',
    );
  }
  const { signedHeader, validators } = block.encoded;
  const options = { ...walkOptions(session), trustPeriodMs: Infinity };
  const walk = session.verifier.walkTo(signedHeader, validators, options);
  await finish(walk, session, signal);
  session.verifier.trust(walk, atMs);
}

function walkOptions({ clock, light }: Session): WalkOptions {
  return clock === undefined ? light : { ...light, nowMs: clock() };
}

async function followValidators(
  session: Session,
  { signedHeader, validators }: GivenHeader,
  signal: AbortSignal | undefined,
): Promise<void> {
  const walk = session.verifier.walkTo(signedHeader, validators, walkOptions(session));
  await finish(walk, session, signal);
  const target = walk.path.at(-1);
  if (target !== undefined) await compareWithWitnesses(session, target, signal);
  session.verifier.trust(walk);
}

async function finish(
  walk: LightWalk,
  session: Session,
  signal: AbortSignal | undefined,
): Promise<void> {
  while (walk.wanted !== undefined) walk.give(await lightBlock(session, walk.wanted, signal));
}

/** The light block of a height, as a node gives it: not verified. */
export async function lightBlock(
  session: Session,
  height: number,
  signal: AbortSignal | undefined,
): Promise<LightBlock> {
  const response = await read(session, { path: `/v1/headers/${height}`, signal });
  if (response.status !== 200) {
    throw new SdkError(
      'SDK_UNPROVEN',
      `The validators changed since what is trusted, and ${session.transport.url} does not have header ${height}, ` +
        'which would lead there. Ask a node that has all blocks, or trust a newer header.',
    );
  }
  const found = jsonBody(response, 'header');
  return openLightBlock(found.member('signedHeader').base64(), found.member('validators').base64());
}

/**
 * Asks the witnesses for a header of the same height. One that has another one, and proves it from the same trust,
 * shows that the ledger is forked; one that proves nothing counts for nothing.
 * @returns the addresses of those that have the same one.
 * @throws ForkError
 */
export async function compareWithWitnesses(
  session: Session,
  trusted: LightBlock,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const agree = await Promise.all(
    session.witnesses.map((witness) => agrees(session, witness, trusted, signal)),
  );
  return session.witnesses.filter((_, index) => agree[index]).map(({ url }) => url);
}

/**
 * The set that vouches for the trusted header vouches for any other as well, however long ago trust in it began: no
 * clock. Of another set it may be long ago that it answered for what it signs.
 */
function comparing(session: Session, trusted: LightBlock, other: LightBlock): WalkOptions {
  const isSameSet = equalBytes(trusted.header.validatorsHash, other.header.validatorsHash);
  return isSameSet ? session.light : walkOptions(session);
}

/** False: it is away, behind, or makes things up. */
async function agrees(
  session: Session,
  witness: Transport,
  trusted: LightBlock,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const asking = { ...session, transport: witness, witnesses: [], readRetryMs: 0 };
  let other: LightBlock;
  let walk: LightWalk;
  try {
    other = await witnessed(asking, trusted.header.height, signal);
    if (encodeHex(other.hash) === encodeHex(trusted.hash)) return true;
    const { signedHeader, validators } = other.encoded;
    walk = session.verifier.walkTo(signedHeader, validators, comparing(session, trusted, other));
    await finish(walk, asking, signal);
  } catch (error) {
    if (error instanceof SdkError || error instanceof VerifyError) return false;
    throw error;
  }
  const common = await lastCommon(session, walk, signal);
  throw new ForkError(describeDivergence(common, trusted, other), witness.url);
}

/** The last header on the way to the other that the node has, too: its validators answer for what came after. */
async function lastCommon(
  session: Session,
  walk: LightWalk,
  signal: AbortSignal | undefined,
): Promise<LightWalk['from']> {
  for (const { header, hash, validators } of walk.path.slice(0, -1).toReversed()) {
    const { height } = header;
    try {
      const own = await lightBlock({ ...session, readRetryMs: 0 }, height, signal);
      if (equalBytes(own.hash, hash)) return { height, validators };
    } catch (error) {
      // A node that lacks it agrees to nothing; an older one may do.
      if (!(error instanceof SdkError || error instanceof VerifyError)) throw error;
    }
  }
  return walk.from;
}

/** The newest header comes to a witness a moment later. */
async function witnessed(
  session: Session,
  height: number,
  signal: AbortSignal | undefined,
): Promise<LightBlock> {
  for (let left = WITNESS_TRIES; ; left -= 1) {
    try {
      return await lightBlock(session, height, signal);
    } catch (error) {
      if (left === 1 || !(error instanceof SdkError) || error.code !== 'SDK_UNPROVEN') throw error;
    }
    await pause(WITNESS_PAUSE_MS, signal);
  }
}
