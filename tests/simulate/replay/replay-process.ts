/**
 * A process that replays a history and prints a line `root HEIGHT ROOT` for each block that is
 * durable: `replay-process.ts HISTORY memory|DIRECTORY`. It may be killed, and goes on from where
 * its store is when it is run again.
 */
import { openMemoryStateStore, openStateStore } from '@touchmark/state';
import { readHistory } from '../history.ts';
import { heightOf, PROGRESS, replay } from './replay.ts';

const [file = '', directory = 'memory'] = process.argv.slice(2);
const history = readHistory(file);
const tables = [PROGRESS];
const store =
  directory === 'memory'
    ? openMemoryStateStore({ tables })
    : await openStateStore({ directory, tables });
const from = heightOf(store) ?? 0;
for (let height = from + 1; height <= history.blocks.length; height += 1) {
  const [root = ''] = await replay(history, store, { upToHeight: height });
  console.log(`root ${height} ${root}`);
}
await store.close();
console.log('done');
