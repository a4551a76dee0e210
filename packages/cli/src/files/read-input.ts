import { readFile, stat } from 'node:fs/promises';
import type { CommandContext } from '../command/context.ts';
import { UsageError } from '../command/usage-error.ts';

/** Reads a file named on the command line; `-` is standard input. Refuses more than `maxBytes`. */
export async function readInput(
  context: CommandContext,
  path: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const bytes = path === '-' ? await context.readInput() : await readLimited(path, maxBytes);
  if (bytes.length <= maxBytes) return bytes;
  throw new UsageError(
    `${path} has more than ${maxBytes} bytes, which is too much for what it should be.`,
  );
}

async function readLimited(path: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > maxBytes) {
    throw new UsageError(
      `${path} has ${size} bytes, more than the ${maxBytes} that it can have. Check the path.`,
    );
  }
  return readFile(path);
}
