import { link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { hasCode } from './has-code.ts';

/**
 * Writes a file whole or not at all: a reader never sees half of it, also after a kill or a power
 * cut. `exclusive` refuses to replace a file (EEXIST); `secret` lets only the owner read it.
 */
export async function writeOutput(
  path: string,
  data: Uint8Array | string,
  options: { readonly exclusive?: boolean; readonly secret?: boolean } = {},
): Promise<void> {
  const mode = options.secret === true ? 0o600 : 0o644;
  const target = options.exclusive === true ? { path, isDevice: false } : await targetOf(path);
  if (target.isDevice) return writeInto(target.path, data);
  const temporary = `${target.path}.${process.pid}.new`;
  try {
    await writeAndSync(temporary, data, mode);
    // A second name for the file is refused where there is one already; renaming would replace it.
    if (options.exclusive === true) await link(temporary, target.path);
    else await rename(temporary, target.path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Where a path leads: a link's own target is replaced, not the link, and what is no file is written
 * into.
 */
async function targetOf(path: string): Promise<{ path: string; isDevice: boolean }> {
  try {
    const real = await realpath(path);
    return { path: real, isDevice: !(await stat(real)).isFile() };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { path, isDevice: false };
    throw error;
  }
}

async function writeInto(path: string, data: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(data);
  } finally {
    await file.close();
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
