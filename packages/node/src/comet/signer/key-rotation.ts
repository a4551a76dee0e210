/**
 * A validator's key takes the place of the one before. Both are here until the decision acts; then, while CometBFT does
 * not run, one rename of the key file is the moment from which the new one signs. Interrupted anywhere, the next start
 * goes on: there is never a key with a signing state that says less than the key has signed.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeHex, equalBytes } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { decodeValidatorKey, encodeValidatorKey } from '../../validator-key.ts';
import { renameDurably, writeDurably } from './durable-file.ts';
import type { SignerFiles } from './signer-files.ts';
import { NOTHING_SIGNED, writeSigningState } from './signing-state.ts';

export async function publicKeyIn(file: string): Promise<Uint8Array> {
  return publicKeyOf('ed25519', decodeValidatorKey(await readFile(file, 'utf8'), file));
}

/** The key to come; the same when asked for again. @returns its public key. */
export async function ensureNextKey(
  { nextKey }: SignerFiles,
  generate: () => Uint8Array,
): Promise<Uint8Array> {
  if (!existsSync(nextKey)) await writeDurably(nextKey, encodeValidatorKey(generate()));
  return publicKeyIn(nextKey);
}

/** True once the validators are those with the new key and without the old one. */
export async function isNextKeyDue(
  files: SignerFiles,
  validators: readonly { readonly publicKey: Uint8Array }[],
): Promise<boolean> {
  if (!existsSync(files.nextKey)) return false;
  const [now, next] = [await publicKeyIn(files.key), await publicKeyIn(files.nextKey)];
  const names = (key: Uint8Array): boolean =>
    validators.some(({ publicKey }) => equalBytes(publicKey, key));
  return names(next) && !names(now);
}

/** Only while CometBFT does not run. Tried again after a failure, it goes on. */
export async function takeNextKey(files: SignerFiles): Promise<void> {
  const { key, state, nextKey, retired } = files;
  if (!existsSync(nextKey)) return finishTakingKey(files);
  const old = join(retired, encodeHex(validatorAddress(await publicKeyIn(key))));
  await mkdir(old, { recursive: true, mode: 0o700 });
  // The state first: a retired key without it could be put back and sign twice.
  if (existsSync(state)) await copyDurably(state, join(old, STATE));
  await copyDurably(key, join(old, KEY));
  await renameDurably(nextKey, key);
  await finishTakingKey(files);
}

/**
 * What an interruption behind the rename has left: the new key beside the state of the old one. The new one has signed
 * nothing then, or the state would be another.
 */
export async function finishTakingKey({ key, state, retired }: SignerFiles): Promise<void> {
  if (!existsSync(retired) || !existsSync(state) || !existsSync(key)) return;
  const own = encodeHex(validatorAddress(await publicKeyIn(key)));
  const now = await readFile(state);
  for (const address of await readdir(retired)) {
    const kept = join(retired, address, STATE);
    if (address === own || !existsSync(kept) || !equalBytes(await readFile(kept), now)) continue;
    await writeSigningState(state, NOTHING_SIGNED);
    return;
  }
}

const KEY = 'validator.json';
const STATE = 'priv_validator_state.json';

async function copyDurably(from: string, to: string): Promise<void> {
  const unfinished = `${to}.new`;
  await copyFile(from, unfinished);
  const handle = await open(unfinished, 'r');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await renameDurably(unfinished, to);
}
