/**
 * Commits once, then tries a commit that does not fit under the file size limit that the parent has set.
 * Prints, as JSON, the root before, and the codes of what was refused.
 */
import { openLmdbStore } from '../lmdb/open-state-store.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);

// With the signal ignored, writing beyond the limit fails with EFBIG, as a full disk does with ENOSPC.
process.on('SIGXFSZ', () => undefined);

const store = await openLmdbStore({ directory: process.argv[2] ?? '', tables: [] });
const first = store.begin();
const root = first.write([{ key: utf8('kept'), value: utf8('value') }]);
await first.commit();

const update = store.begin();
update.write(
  Array.from({ length: 20_000 }, (_, index) => ({
    key: utf8(`large ${index}`),
    value: new Uint8Array(1000),
  })),
);
const commit = await update.commit().then(() => 'committed', codeOf);
let begin = 'begun';
try {
  store.begin();
} catch (error) {
  begin = codeOf(error);
}
const after = store.read((snapshot) => Buffer.from(snapshot.root).toString('hex'));
await store.close();
console.log(JSON.stringify({ root: Buffer.from(root).toString('hex'), commit, begin, after }));
