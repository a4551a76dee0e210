/**
 * Commits without end until it is killed. Says on standard output, for each commit, `try COMMIT ROOT` before and
 * `ack COMMIT` when it is durable.
 */
import { writeSync } from 'node:fs';
import { openLmdbStore } from '../lmdb/open-state-store.ts';

const [directory = '', seed = '1'] = process.argv.slice(2);
const store = await openLmdbStore({ directory, tables: ['blocks'], minJournalBytes: 50_000 });
let state = Number(seed);

function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

for (let commit = store.statistics().commits + 1; ; commit += 1) {
  const update = store.begin();
  const writes = Array.from({ length: 1 + random(200) }, () => ({
    key: new TextEncoder().encode(`key ${random(3000)}`),
    value:
      random(5) === 0 ? null : new Uint8Array(random(40) === 0 ? 5000 : random(300)).fill(commit),
  }));
  const root = update.write(writes);
  update.table('blocks').put(new TextEncoder().encode(`${commit}`), root);
  writeSync(1, `try ${commit} ${Buffer.from(root).toString('hex')}\n`);
  await update.commit();
  writeSync(1, `ack ${commit}\n`);
}
