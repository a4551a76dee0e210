import { statfsSync } from 'node:fs';

/** EIO, which LMDB also says when the system took a part of a write only, as it does at the end of a full disk. */
const INPUT_OUTPUT = ['5', 'EIO'];
/** Less than LMDB writes at once: who has so little left has no room. */
const NO_ROOM_BYTES = 1024 * 1024;
/** LMDB appends what it did last when it was opened to whatever it says later. */
const STALE_CONTEXT = /: Attempting to setup locks( after open)?$/;

export interface WriterFailure {
  readonly message: string;
  readonly code: string;
}

/** What made a commit fail, in plain words. */
export function writerFailure(error: unknown, freeBytes: number): WriterFailure {
  const { message, code } = error as Error & { code?: string | number };
  const said = message.replace(STALE_CONTEXT, '');
  const isFull = INPUT_OUTPUT.includes(String(code)) && freeBytes < NO_ROOM_BYTES;
  return { message: said, code: isFull ? 'ENOSPC' : String(code ?? '') };
}

/** Bytes that the file system has left for us; infinite if it does not say. */
export function freeBytesOf(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
