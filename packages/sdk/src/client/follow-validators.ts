import { encodeHex } from '@touchmark/codec';
import {
  describeDivergence,
  type Divergence,
  type LightBlock,
  type LightWalk,
  openLightBlock,
  VerifyError,
  type WalkOptions,
} from '@touchmark/verify';
import { jsonBody } from '../http/read-response.ts';
import { pause } from '../http/retry.ts';
import type { Transport } from '../http/transport.ts';
import { SdkError } from '../sdk-error.ts';
import { read, type Session } from './session.ts';

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
 * @throws VerifyError, SdkError
 */
export async function underHeader<T>(
  session: Session,
  given: () => GivenHeader,
  check: () => T,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof VerifyError) || error.code !== 'VERIFY_VALIDATORS_UNKNOWN') throw error;
  }
  await followValidators(session, given(), signal);
  return check();
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
    walk = session.verifier.walkTo(signedHeader, validators, walkOptions(session));
    await finish(walk, asking, signal);
  } catch (error) {
    if (error instanceof SdkError || error instanceof VerifyError) return false;
    throw error;
  }
  throw new ForkError(describeDivergence(walk.from, trusted, other), witness.url);
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
