/** `node --import ./no-sync.mjs`: the store as it is, but LMDB does not wait for the disk. */
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/lmdb/lmdb-options.ts')) return loaded;
    const text = String(loaded.source);
    const changed = text.replace(
      'overlappingSync: false,\n',
      'overlappingSync: false,\n noSync: true,\n',
    );
    if (changed === text) throw new Error('lmdb-options.ts does not say overlappingSync: false');
    return { ...loaded, source: changed };
  },
});
