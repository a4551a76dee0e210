import { statfs } from 'node:fs/promises';

export interface DiskRoom {
  /** What this user can still write, and the size of the file system. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Room where a directory lies; undefined where the system does not tell. */
export async function diskRoom(directory: string): Promise<DiskRoom | undefined> {
  try {
    const { bsize, bavail, blocks } = await statfs(directory);
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  } catch {
    return undefined;
  }
}
