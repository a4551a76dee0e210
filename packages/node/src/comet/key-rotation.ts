/**
 * A validator goes over to another key: the next one waits in a file beside the first. When the members have put it into
 * the place of the first, and it is what signs, CometBFT is started again with it. Each key has a signing state of its
 * own, and the one that was used before is never used again by this node.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeValidators, encodeHex, equalBytes } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { decodeValidatorKey } from '../validator-key.ts';
import { syncDirectory, writeDurably } from './durable-files.ts';

export interface RotationFiles {
  /** Key that signs. */
  readonly key: string;
  /** Key that will. */
  readonly next: string;
  /** CometBFT's record of what the key has signed. */
  readonly state: string;
}

export const NO_SIGNATURE_YET: string = `${JSON.stringify({ height: '0', round: 0, step: 0 }, null, 2)}\n`;

/** Where the next key of a key file waits. */
export const nextKeyFile = (keyFile: string): string => keyFile.replace(/(\.json)?$/, '.next.json');

const markerOf = ({ key }: RotationFiles): string => key.replace(/(\.json)?$/, '.rotating');

async function addressIn(file: string): Promise<string> {
  const secretKey = decodeValidatorKey(await readFile(file, 'utf8'), file);
  return encodeHex(validatorAddress(publicKeyOf('ed25519', secretKey))).toUpperCase();
}

async function publicKeyIn(file: string): Promise<Uint8Array> {
  return publicKeyOf('ed25519', decodeValidatorKey(await readFile(file, 'utf8'), file));
}

/**
 * Whether the next key is what signs now, and the first one does no more.
 * @param validators of the newest header, as `decodeValidators` reads them.
 */
export async function isRotationDue(
  files: RotationFiles,
  validators: Uint8Array,
): Promise<boolean> {
  if (!existsSync(files.next) || !existsSync(files.key)) return false;
  const [own, next] = await Promise.all([publicKeyIn(files.key), publicKeyIn(files.next)]);
  const signing = decodeValidators(validators).map(({ publicKey }) => publicKey);
  const signs = (key: Uint8Array): boolean => signing.some((other) => equalBytes(other, key));
  return signs(next) && !signs(own);
}

/** Says durably that the change has begun, so that it is finished whatever happens in between. */
export async function beginRotation(files: RotationFiles): Promise<void> {
  await writeDurably(markerOf(files), await addressIn(files.key));
}

/**
 * Finishes a change that has begun; to be called while CometBFT does not run. It may have been cut short anywhere.
 * @returns true if there was one.
 */
export async function finishRotation(files: RotationFiles): Promise<boolean> {
  const marker = markerOf(files);
  if (!existsSync(marker)) return false;
  const former = await readFile(marker, 'utf8');
  const { key, next, state } = files;
  const formerKey = join(dirname(key), `validator.${former}.json`);
  const formerState = join(dirname(state), `priv_validator_state.${former}.json`);
  // Each step is seen to be done by what it leaves, and is not done twice.
  if (!existsSync(formerKey)) await rename(key, formerKey);
  await syncDirectory(dirname(key));
  if (!existsSync(formerState)) await rename(state, formerState);
  await syncDirectory(dirname(state));
  if (!existsSync(state)) await writeDurably(state, NO_SIGNATURE_YET);
  if (existsSync(next)) await rename(next, key);
  await syncDirectory(dirname(key));
  await rm(marker);
  await syncDirectory(dirname(key));
  return true;
}
