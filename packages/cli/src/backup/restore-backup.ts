import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { encodeHex, equalBytes } from '@touchmark/codec';
import { type VerifiedStore, verifyStore } from '@touchmark/engine';
import { FILES } from '../data-directory/files.ts';
import { beginLedger, type NewLedger, syncPath } from '../data-directory/new-ledger.ts';
import { replaceSigner, restoreSigner } from './back-up-signer.ts';
import { BackupError } from './backup-error.ts';
import { hashOfFile, type Manifest, readManifest } from './manifest.ts';

export interface RestoreOptions {
  readonly backup: string;
  readonly data: string;
  readonly withValidatorKey: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { done: number; total: number }) => void;
}

/**
 * Makes a data directory of a backup. The copy is checked from the genesis to the last bit where
 * it will be used, and
 * becomes the ledger in one moment after that.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { backup, data, signal, onProgress } = options;
  const manifest = await readManifest(backup);
  if (options.withValidatorKey && !manifest.hasValidatorKey) {
    throw new BackupError(
      'BACKUP_FOREIGN',
      `${backup} holds no validator key. Restore without it, and put the key there from where it is kept.`,
    );
  }
  const genesis = await readFile(resolve(backup, FILES.genesis));
  const target = await beginLedger(data, genesis, { restore: manifest.root });
  try {
    if (manifest.isReplicated) {
      await restoreReplicated(options, manifest, target);
      return manifest;
    }
    await copyLedger(backup, manifest, target);
    const verified = await verifyStore({ directory: target.store, signal, onProgress });
    requireSame(backup, manifest, genesis, verified);
    await copyBeside(backup, manifest, target, FILES.configuration);
    if (options.withValidatorKey) await copyBeside(backup, manifest, target, FILES.validatorKey);
    await target.finish();
    return manifest;
  } finally {
    target.release();
  }
}

/**
 * CometBFT's blocks are not in the backup, and a ledger that is ahead of them can't be used: the node fetches both from the
 * others. What only this node has are its keys, and those sign nothing until that is safe.
 */
async function restoreReplicated(
  options: RestoreOptions,
  manifest: Manifest,
  target: NewLedger,
): Promise<void> {
  const { backup, withValidatorKey } = options;
  // No node starts beside it.
  await mkdir(target.store, { recursive: true });
  await copyBeside(backup, manifest, target, FILES.configuration);
  if (withValidatorKey) {
    await restoreSigner(target.directory, async (name, to) => {
      if (manifest.files[name] === undefined) return false;
      await copyChecked(backup, manifest, name, to);
      await chmod(to, 0o600);
      await syncPath(to);
      return true;
    });
  } else {
    await replaceSigner(target.directory);
  }
  await target.finishWithout();
}

async function copyLedger(backup: string, manifest: Manifest, target: NewLedger): Promise<void> {
  await rm(target.store, { recursive: true, force: true });
  const inLedger = `${FILES.ledger}/`;
  const paths = Object.keys(manifest.files).filter((path) => path.startsWith(inLedger));
  for (const path of paths) {
    await copyChecked(backup, manifest, path, resolve(target.store, path.slice(inLedger.length)));
  }
}

async function copyBeside(
  backup: string,
  manifest: Manifest,
  target: NewLedger,
  name: string,
): Promise<void> {
  const to = resolve(target.directory, name);
  if (manifest.files[name] === undefined || existsSync(to)) return;
  await copyChecked(backup, manifest, name, to);
  if (name === FILES.validatorKey) await chmod(to, 0o600);
}

async function copyChecked(
  backup: string,
  manifest: Manifest,
  path: string,
  to: string,
): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(resolve(backup, path), to).catch((cause: unknown) => {
    if (existsSync(resolve(backup, path))) throw cause;
    throw new BackupError(
      'BACKUP_DAMAGED',
      `${backup} lacks its file ${path}. Use another backup.`,
    );
  });
  if ((await hashOfFile(to)) === manifest.files[path]) return;
  await rm(to, { force: true });
  throw new BackupError(
    'BACKUP_DAMAGED',
    `${path} in ${backup} is not what was backed up: a bit has changed. Use another backup; the disk may be failing.`,
  );
}

function requireSame(
  backup: string,
  manifest: Manifest,
  genesis: Uint8Array,
  verified: VerifiedStore,
): void {
  const isSame =
    verified.height === manifest.height &&
    encodeHex(verified.root) === manifest.root &&
    verified.chainId === manifest.chainId &&
    equalBytes(verified.genesis, genesis);
  if (isSame) return;
  throw new BackupError(
    'BACKUP_DAMAGED',
    `The ledger in ${backup} is not the one that its description names: block ${verified.height}, root ` +
      `${encodeHex(verified.root)}. Use another backup.`,
  );
}
