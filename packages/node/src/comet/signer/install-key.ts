import { open } from 'node:fs/promises';
import { encodeValidatorKey } from '../../validator-key.ts';
import type { SignerFiles } from './signer-files.ts';
import { NOTHING_SIGNED, writeSigningState } from './signing-state.ts';

/**
 * A key that has signed nothing yet, and the state that says so: only with its key does such a state come into the
 * world. A key without one is a key whose signatures nobody here knows. Rejects with EEXIST if there is a key.
 */
export async function installNewKey(files: SignerFiles, secretKey: Uint8Array): Promise<void> {
  await installKnownKey(files, secretKey);
  await writeSigningState(files.state, NOTHING_SIGNED);
}

/** A key that may have signed before: it is held until it is claimed. Rejects with EEXIST if there is a key. */
export async function installKnownKey({ key }: SignerFiles, secretKey: Uint8Array): Promise<void> {
  const file = await open(key, 'wx', 0o600);
  try {
    await file.writeFile(encodeValidatorKey(secretKey));
    await file.sync();
  } finally {
    await file.close();
  }
}
