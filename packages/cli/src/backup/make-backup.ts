import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { copyStore, verifyStore } from '@touchmark/engine';
import type { ExistingLedger } from '../data-directory/existing-ledger.ts';
import { FILES } from '../data-directory/files.ts';
import { syncPath } from '../data-directory/new-ledger.ts';
import { writeOutput } from '../files/write-output.ts';
import { BackupError } from './backup-error.ts';
import { backUpSigner, SIGNER_PARTS } from './back-up-signer.ts';
import { encodeManifest, hashOfFile, type Manifest, MANIFEST_FILE } from './manifest.ts';

export interface BackupOptions extends ExistingLedger {
  readonly out: string;
  readonly withValidatorKey: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { done: number; total: number }) => void;
}

/** Files of a store that a copy needs no more; they would be out of date before it is restored. */
const OF_THE_MOMENT = ['lock.mdb', 'writer.lock'];
const PARTS: readonly string[] = [
  FILES.ledger,
  FILES.genesis,
  FILES.configuration,
  FILES.validatorKey,
  ...SIGNER_PARTS,
  MANIFEST_FILE,
];

/**
 * Copies a data directory while its node may run, and checks the copy from the genesis to the last
 * bit. It gets its name
 * when it is whole; until then it is OUT.part, which the next backup to the same place throws away.
 */
export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const out = resolve(options.out);
  await requireNothingThere(out);
  const part = `${out}.part`;
  await clearPart(part);
  await mkdir(dirname(out), { recursive: true });
  await mkdir(part, { mode: 0o700 });
  try {
    const manifest = await fill(part, options);
    await rm(out, { recursive: true, force: true });
    await rename(part, out);
    await syncPath(dirname(out));
    return manifest;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** Removes what an interrupted backup left, and nothing that anybody else may have put there. */
async function clearPart(part: string): Promise<void> {
  if (!existsSync(part)) return;
  const entries = await readdir(part);
  if (entries.every((name) => PARTS.includes(name))) {
    await rm(part, { recursive: true, force: true });
    return;
  }
  throw new BackupError(
    'BACKUP_EXISTS',
    `${part}, where the backup is put together, holds something else; nothing was touched. Give another --out.`,
  );
}

async function requireNothingThere(out: string): Promise<void> {
  if (!existsSync(out)) return;
  const entries = await readdir(out);
  if (entries.length === 0) return;
  throw new BackupError(
    'BACKUP_EXISTS',
    `${out} is not empty; nothing was touched. Give each backup a directory of its own.`,
  );
}

function requireKey(directory: string): void {
  const file = resolve(directory, FILES.validatorKey);
  if (existsSync(file)) return;
  throw new BackupError(
    'BACKUP_KEY_ELSEWHERE',
    `There is no ${file}: the settings give the key of this node (node.validator_key_file, node.validator_key). Back it up ` +
      'where it is kept, or leave out --with-validator-key.',
  );
}

async function fill(part: string, options: BackupOptions): Promise<Manifest> {
  const { directory, ledger, withValidatorKey, signal, onProgress } = options;
  if (withValidatorKey) requireKey(directory);
  const store = resolve(part, FILES.ledger);
  await copyStore({ directory: ledger, target: store });
  const verified = await verifyStore({ directory: store, signal, onProgress });
  for (const name of OF_THE_MOMENT) await rm(resolve(store, name), { force: true });
  await writeOutput(resolve(part, FILES.genesis), verified.genesis);
  await copyIfThere(directory, part, FILES.configuration);
  const isReplicated = existsSync(resolve(directory, 'cometbft'));
  if (withValidatorKey) {
    if (isReplicated) await backUpSigner(directory, part);
    else await copyIfThere(directory, part, FILES.validatorKey);
  }
  const manifest = {
    chainId: verified.chainId,
    height: verified.height,
    root: encodeHex(verified.root),
    created: new Date().toISOString(),
    hasValidatorKey: existsSync(resolve(part, FILES.validatorKey)),
    isReplicated,
    files: await hashesOf(part),
  };
  await writeOutput(resolve(part, MANIFEST_FILE), encodeManifest(manifest));
  await syncPath(store);
  await syncPath(part);
  return manifest;
}

async function copyIfThere(from: string, to: string, name: string): Promise<void> {
  if (!existsSync(resolve(from, name))) return;
  await copyFile(resolve(from, name), resolve(to, name));
  await syncPath(resolve(to, name));
}

/** Hashes of all files, made durable on the way. */
async function hashesOf(part: string): Promise<Record<string, string>> {
  const entries = await readdir(part, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => resolve(entry.parentPath, entry.name).slice(part.length + 1))
    .sort();
  for (const path of paths) {
    await syncPath(resolve(part, path));
    files[path] = await hashOfFile(resolve(part, path));
  }
  return files;
}
