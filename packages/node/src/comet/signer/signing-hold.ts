/**
 * A machine that has a validator's key and does not know what the key has signed follows with another one that nobody
 * knows, until the chain says that it may sign: its claim is in a block, the newest one for that key, ten blocks ago.
 * What the key has signed before lies below that block, and who else has it stops there.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { equalBytes } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { HeldSigner } from '../../consensus/consensus-report.ts';
import { removeDurably, writeDurably } from './durable-file.ts';
import { publicKeyIn } from './key-rotation.ts';
import type { SignerFiles } from './signer-files.ts';
import { isMark, writeMark } from './signing-mark.ts';
import { signedUpTo, type SigningState, writeSigningState } from './signing-state.ts';

/** Blocks between the claim and the first that is signed: time for another machine to stop. */
export const HOLD_MARGIN_BLOCKS = 10;
/** Blocks without a signature of the key before it is claimed: who still signs is not to be interrupted. */
const QUIET_BLOCKS = 4;
/** The same where somebody else is known to have the key: whoever has just claimed it needs some seconds to sign. */
const QUIET_AFTER_OTHER_BLOCKS = 100;

export interface SigningHold {
  /** What is known to be signed. */
  readonly signed: SigningState;
  /** What this machine calls itself in its claim: 16 bytes in hex, at random. */
  readonly mark?: string;
  /** Height of the chain when this node had first caught up with it. */
  readonly observed?: number;
  /** Nothing is signed up to this height. Set once the claim is in the chain. */
  readonly until?: number;
  /** Highest block in which somebody else has signed with this node's key, or claimed it, since then. */
  readonly otherSigner?: number;
}

export async function readHold({ hold }: SignerFiles): Promise<SigningHold | undefined> {
  const text = await readFile(hold, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const found: unknown = JSON.parse(text);
  if (isHold(found)) return found;
  throw new TypeError(`${hold} can't be read: this node would not know what it may sign`);
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function isHold(found: unknown): found is SigningHold {
  if (typeof found !== 'object' || found === null) return false;
  const isHeight = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
  const signed: unknown = Reflect.get(found, 'signed');
  const mark: unknown = Reflect.get(found, 'mark');
  const optional = ['observed', 'until', 'otherSigner'].map((name) => Reflect.get(found, name));
  return (
    typeof signed === 'object' &&
    signed !== null &&
    ['height', 'round', 'step'].every((name) => isHeight(Reflect.get(signed, name))) &&
    (mark === undefined || isMark(mark)) &&
    optional.every((value) => value === undefined || isHeight(value))
  );
}

export async function writeHold({ hold }: SignerFiles, value: SigningHold): Promise<void> {
  await writeDurably(hold, `${JSON.stringify(value, null, 2)}\n`);
}

/** What there is to tell of it; nothing while the key is none of these validators'. */
export async function heldSigner(
  files: SignerFiles,
  validators: readonly { readonly publicKey: Uint8Array }[],
): Promise<HeldSigner | undefined> {
  const hold = await readHold(files);
  if (hold === undefined || !existsSync(files.key)) return undefined;
  const own = await publicKeyIn(files.key);
  if (!validators.some(({ publicKey }) => equalBytes(publicKey, own))) return undefined;
  const { until, otherSigner } = hold;
  return {
    ...(until === undefined ? {} : { until }),
    ...(otherSigner === undefined ? {} : { otherSigner }),
  };
}

export interface Observation {
  /** Newest block here. */
  readonly height: number;
  /** This node has all blocks and is connected. */
  readonly isCurrent: boolean;
  /** Height of a commit with a signature of this node's own key; undefined: the newest has none. */
  readonly ownSignature: number | undefined;
  /** Who has claimed the key, and in which block; undefined: nobody. */
  readonly claim: { readonly mark: string; readonly height: number } | undefined;
}

/** What is known after another block. */
export function observe(hold: SigningHold, seen: Observation): SigningHold {
  const { observed } = hold;
  if (observed === undefined) {
    return seen.isCurrent ? { ...hold, observed: Math.max(seen.height, hold.signed.height) } : hold;
  }
  const isOwn = seen.claim !== undefined && seen.claim.mark === hold.mark;
  // The block after the one observed may have been signed before; a later one only by somebody who still runs.
  const known = hold.otherSigner ?? observed + 1;
  const signature = seen.ownSignature ?? 0;
  const claimed = isOwn ? 0 : (seen.claim?.height ?? 0);
  const other = Math.max(known, signature, claimed);
  const otherSigner = other > known ? other : hold.otherSigner;
  const until = isOwn
    ? Math.max(seen.claim.height, otherSigner ?? 0) + HOLD_MARGIN_BLOCKS
    : undefined;
  if (otherSigner === hold.otherSigner && until === hold.until) return hold;
  const { until: _, ...rest } = hold;
  return {
    ...rest,
    ...(otherSigner === undefined ? {} : { otherSigner }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Nobody has signed with the key for a while, and nobody has just claimed it. */
export function mayClaim(hold: SigningHold, { height, isCurrent, claim }: Observation): boolean {
  const { mark, observed, otherSigner } = hold;
  if (!isCurrent || mark === undefined || observed === undefined || claim?.mark === mark) {
    return false;
  }
  const other = Math.max(otherSigner ?? 0, claim?.height ?? 0);
  const since = other === 0 ? 0 : other + QUIET_AFTER_OTHER_BLOCKS;
  return height >= Math.max(observed + QUIET_BLOCKS, since);
}

export const isOver = ({ until }: SigningHold, height: number): boolean =>
  until !== undefined && height >= until;

/** Only while CometBFT does not run. First what counts as signed, and by which claim; then the leave to sign. */
export async function endHold(files: SignerFiles): Promise<void> {
  const hold = await readHold(files);
  if (hold?.until === undefined || hold.mark === undefined) return;
  await writeSigningState(files.state, signedUpTo(Math.max(hold.until, hold.signed.height)));
  await writeMark(files, validatorAddress(await publicKeyIn(files.key)), hold.mark);
  await removeDurably(files.hold);
}
