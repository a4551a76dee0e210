import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: a reader never sees half of it, also after a power cut.
 * `exclusive` refuses to replace a file (EEXIST); `secret` lets only the owner read it.
 */
export async function writeOutput(
  path: string,
  data: Uint8Array | string,
  options: { readonly exclusive?: boolean; readonly secret?: boolean } = {},
): Promise<void> {
  const mode = options.secret === true ? 0o600 : 0o644;
  if (options.exclusive === true) {
    await writeAndSync(path, data, mode);
    return;
  }
  const temporary = `${path}.${process.pid}.new`;
  try {
    await writeAndSync(temporary, data, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeAndSync(path: string, data: Uint8Array | string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}
