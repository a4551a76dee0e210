import { openStateStore, type StateStore, type Write } from '@touchmark/state';
import { type Database, open } from 'lmdb';

/** The two that are compared: both durable when `write` resolves. */
export interface MeasuredStore {
  write(batch: readonly Write[]): Promise<void>;
  close(): Promise<void>;
}

/** Plain LMDB, opened as the map opens it, free-page limits included: what is compared is the map, not its tuning. */
export class PlainStore implements MeasuredStore {
  private readonly database: Database<Uint8Array, Uint8Array>;

  constructor(path: string) {
    const options = {
      path,
      encoding: 'binary',
      keyEncoding: 'binary',
      overlappingSync: false,
      noSubdir: false,
      mapSize: 2 ** 40,
      maxFreeSpaceToLoad: 2000,
      maxFreeSpaceToRetain: 4000,
    } as const;
    this.database = open(options);
  }

  async write(batch: readonly Write[]): Promise<void> {
    await this.database.batch(() => {
      for (const { key, value } of batch) {
        if (value !== null) void this.database.put(key, value);
      }
    });
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

export class MapStore implements MeasuredStore {
  readonly store: StateStore;

  private constructor(store: StateStore) {
    this.store = store;
  }

  static async open(directory: string): Promise<MapStore> {
    return new MapStore(await openStateStore({ directory, tables: [] }));
  }

  async write(batch: readonly Write[]): Promise<void> {
    const update = this.store.begin();
    update.write(batch);
    await update.commit();
  }

  async close(): Promise<void> {
    await this.store.close();
  }
}
