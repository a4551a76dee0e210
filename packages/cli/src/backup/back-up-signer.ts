/** The key of a validator goes nowhere without what it has signed. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  encodeValidatorKey,
  NOTHING_SIGNED,
  readHold,
  readSigningState,
  signerFiles,
  writeHold,
} from '@touchmark/node';
import { generateKey } from '@touchmark/sdk';
import { FILES } from '../data-directory/files.ts';
import { writeOutput } from '../files/write-output.ts';
import { BackupError } from './backup-error.ts';

const STATE = 'signing-state.json';
const NEXT_KEY = 'validator.next.json';
const NODE_KEY = 'node-key.json';
export const SIGNER_PARTS: readonly string[] = [STATE, NEXT_KEY, NODE_KEY];

const nodeKeyFile = (directory: string): string =>
  join(directory, 'cometbft', 'config', 'node_key.json');

/** Key and signing state of a data directory; of one that was itself restored, what it may not sign. */
export async function backUpSigner(directory: string, part: string): Promise<void> {
  const files = signerFiles(directory, '');
  // Were the key replaced in between, the backup would have the new one twice; the other way round it would lack it.
  await copyIfThere(files.nextKey, resolve(part, NEXT_KEY));
  // Before the state: that of the new key says less than that of the old one.
  await copySecret(files.key, resolve(part, FILES.validatorKey));
  const hold = await readHold(files);
  const known = existsSync(files.state) ? await readSigningState(files.state) : NOTHING_SIGNED;
  const signed = hold?.signed ?? known;
  await writeOutput(resolve(part, STATE), `${JSON.stringify(signed)}\n`, { secret: true });
  await copyIfThere(nodeKeyFile(directory), resolve(part, NODE_KEY));
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) await copySecret(from, to);
}

async function copySecret(from: string, to: string): Promise<void> {
  await writeOutput(to, await readFile(from), { secret: true });
}

export type FetchPart = (name: string, to: string) => Promise<boolean>;

/** Puts them where a node looks for them, with the hold before the key: no moment in which it could sign. */
export async function restoreSigner(directory: string, fetch: FetchPart): Promise<void> {
  const files = signerFiles(directory, '');
  const state = resolve(directory, STATE);
  if (!(await fetch(STATE, state))) {
    throw new BackupError(
      'BACKUP_DAMAGED',
      'The backup holds a validator key without what it has signed. Use another backup.',
    );
  }
  await writeHold(files, { signed: await readSigningState(state) });
  await rm(state);
  await mkdir(dirname(nodeKeyFile(directory)), { recursive: true, mode: 0o700 });
  await fetch(NODE_KEY, nodeKeyFile(directory));
  await fetch(NEXT_KEY, files.nextKey);
  await fetch(FILES.validatorKey, files.key);
}

/** A new key; should another one be put in its place, it is held back just the same. */
export async function replaceSigner(directory: string): Promise<void> {
  const files = signerFiles(directory, '');
  await writeHold(files, { signed: NOTHING_SIGNED });
  if (existsSync(files.key)) return;
  await writeOutput(files.key, encodeValidatorKey(generateKey().secretKey), { secret: true });
}
