import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isJsonObject, parseJsonObject } from '../files/json-object.ts';
import { hasCode } from '../files/has-code.ts';
import { BackupError } from './backup-error.ts';

/** Of a node that signs alone. */
export const BACKUP_FORMAT = 'backup/1';
/** Of a node of a network: its key must not sign until it is known what it has signed since. */
const REPLICATED_FORMAT = 'backup/2';
export const MANIFEST_FILE = 'backup.json';

/** What a backup says about itself. */
export interface Manifest {
  readonly chainId: string;
  readonly height: number;
  /** State root after `height`, in hexadecimal. */
  readonly root: string;
  readonly created: string;
  readonly hasValidatorKey: boolean;
  /** CometBFT replicates its ledger. */
  readonly isReplicated: boolean;
  /** SHA-256 of each file, by its path in the backup. */
  readonly files: Readonly<Record<string, string>>;
}

export function encodeManifest({ isReplicated, ...manifest }: Manifest): string {
  const touchmark = isReplicated ? REPLICATED_FORMAT : BACKUP_FORMAT;
  return `${JSON.stringify({ touchmark, ...manifest }, null, 2)}\n`;
}

/** @throws BackupError BACKUP_FOREIGN, BACKUP_VERSION, BACKUP_DAMAGED */
export async function readManifest(backup: string): Promise<Manifest> {
  const file = resolve(backup, MANIFEST_FILE);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error;
    throw new BackupError(
      'BACKUP_FOREIGN',
      `${backup} is no backup: it has no ${MANIFEST_FILE}. Make one with: touchmark backup`,
    );
  });
  const { touchmark, ...members } = parseJsonObject(text) ?? {};
  const isReplicated = touchmark === REPLICATED_FORMAT;
  const isKnown = isReplicated || touchmark === BACKUP_FORMAT;
  if (typeof touchmark === 'string' && !isKnown) {
    throw new BackupError(
      'BACKUP_VERSION',
      `${backup} was made by another version of Touchmark ("${touchmark}"). Restore it with that version.`,
    );
  }
  if (isKnown && isWritten(members)) return { ...members, isReplicated };
  throw new BackupError(
    'BACKUP_DAMAGED',
    `${file} is damaged: it does not say what the backup holds. Use another backup.`,
  );
}

function isWritten(members: object): members is Omit<Manifest, 'isReplicated'> {
  const all: Partial<Record<keyof Manifest, unknown>> = members;
  const { chainId, height, root, created, hasValidatorKey, files } = all;
  return (
    [chainId, root, created].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(height) &&
    typeof hasValidatorKey === 'boolean' &&
    isJsonObject(files) &&
    Object.entries(files).every(([path, hash]) => isSafePath(path) && typeof hash === 'string')
  );
}

/** A manifest names files inside of its backup, and no others. */
function isSafePath(path: string): boolean {
  return /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/.test(path) && !path.includes('..');
}

export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
