/** Opens a store for reading and is killed in the middle of a read. Argument: the folder. */
import { openStateReader } from '../lmdb/state-reader.ts';

const reader = await openStateReader({ directory: process.argv[2] ?? '', tables: [] });
reader.read((snapshot) => {
  snapshot.get(new TextEncoder().encode('key'));
  process.kill(process.pid, 'SIGKILL');
});
