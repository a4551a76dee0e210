import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes request bodies for `post-bodies.lua`: each after its length as four bytes, big-endian. */
export function writeBodies(path: string, bodies: Iterable<Uint8Array>): number {
  const file = openSync(path, 'w');
  let count = 0;
  try {
    for (const body of bodies) {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      writeSync(file, Buffer.concat([head, body]));
      count += 1;
    }
  } finally {
    closeSync(file);
  }
  return count;
}
