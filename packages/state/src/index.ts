export { openStateStore } from './lmdb/open-state-store.ts';
export { requireUnlocked, WriterLock } from './lmdb/writer-lock.ts';
export { copyStateStore, type CopyOptions } from './lmdb/copy-state-store.ts';
export { openStateEntries, type StateContent, type StateEntries } from './lmdb/state-entries.ts';
export { openStateReader } from './lmdb/state-reader.ts';
export { openMemoryStateStore } from './memory/memory-store.ts';
export { RootBuilder } from './tree/root-builder.ts';
export { MAX_VALUE_BYTES } from './proof/format.ts';
export { EMPTY_ROOT, valueHash } from './proof/hashes.ts';
export { decodeVersioned, encodeVersioned, verifyHistory } from './proof/history.ts';
export type { VersionedValue } from './proof/history.ts';
export { MAX_KEY_BYTES } from './proof/key-bits.ts';
export { ProofError } from './proof/proof-error.ts';
export type { ProofErrorCode } from './proof/proof-error.ts';
export { StateError } from './state-error.ts';
export type { StateErrorCode } from './state-error.ts';
export type {
  Entry,
  EntryRange,
  KeyRange,
  ScrubOptions,
  ScrubProgress,
  ScrubReport,
  StateReader,
  StateSnapshot,
  StateStatistics,
  StateStore,
  StateStoreOptions,
  StateUpdate,
  StateView,
  TableUpdate,
  Write,
} from './store.ts';
