/** What a validator's key has signed last, as CometBFT keeps it (priv_validator_state.json). */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { writeDurably } from './durable-file.ts';

export interface SigningState {
  readonly height: number;
  readonly round: number;
  /** 1: a proposal, 2: a prevote, 3: a precommit. */
  readonly step: number;
}

/** Of a key that has never signed. */
export const NOTHING_SIGNED: SigningState = { height: 0, round: 0, step: 0 };

/** Everything of this height counts as signed, too: CometBFT signs nothing there and nothing below. */
export const signedUpTo = (height: number): SigningState => ({
  height,
  round: 2 ** 31 - 1,
  step: 3,
});

export async function readSigningState(file: string): Promise<SigningState> {
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  const member = (name: string): number =>
    Number(typeof document === 'object' && document !== null ? Reflect.get(document, name) : NaN);
  const state = { height: member('height'), round: member('round'), step: member('step') };
  if (Object.values(state).every((value) => Number.isSafeInteger(value) && value >= 0))
    return state;
  throw new TypeError(`${file} is no signing state of a validator`);
}

export async function writeSigningState(
  file: string,
  { height, round, step }: SigningState,
): Promise<void> {
  const document = { height: String(height), round, step };
  await writeDurably(file, `${JSON.stringify(document, null, 2)}\n`);
}

/** With its age; undefined where there is none. */
export async function describeSigningState(
  file: string,
): Promise<{ block: number; round: number; ageSeconds: number } | undefined> {
  if (!existsSync(file)) return undefined;
  const { height, round } = await readSigningState(file);
  const { mtimeMs } = await stat(file);
  const ageSeconds = Math.max(0, Math.round((Date.now() - mtimeMs) / 100) / 10);
  return { block: height, round, ageSeconds };
}
