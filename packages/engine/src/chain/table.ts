/** What the chain store asks of a side table, for reading. */
export interface ReadableTable {
  get(key: Uint8Array): Uint8Array | undefined;
  range(range: {
    start: Uint8Array;
    end: Uint8Array | null;
    limit?: number;
    reverse?: boolean;
  }): Iterable<{ key: Uint8Array; value: Uint8Array }>;
}

/** A side table inside an update of the store. */
export interface Table extends ReadableTable {
  put(key: Uint8Array, value: Uint8Array): void;
}
