import { join, resolve } from 'node:path';

/** Where the key that signs, what it has signed, and what becomes of both lie. */
export interface SignerFiles {
  readonly key: string;
  /** What the key has signed last. Never older than the key's newest signature. */
  readonly state: string;
  /** The key that takes the place of this one once the validators have decided it. */
  readonly nextKey: string;
  /** Keys that were replaced, each with what it had signed last; a folder for each address. */
  readonly retired: string;
  /** There after a restore: this node signs nothing yet. */
  readonly hold: string;
  /** What this machine calls itself in the ledger, if it has claimed the key there. */
  readonly mark: string;
  /** A key that no ledger knows, for the time in which nothing is signed. */
  readonly observerKey: string;
  readonly observerState: string;
}

/** `keyFile`: the validator key; empty: where a data directory has it. */
export function signerFiles(dataDirectory: string, keyFile: string): SignerFiles {
  const directory = resolve(dataDirectory);
  const key = keyFile === '' ? join(directory, 'validator.json') : resolve(keyFile);
  const data = join(directory, 'cometbft', 'data');
  return {
    key,
    state: join(data, 'priv_validator_state.json'),
    nextKey: `${key.replace(/\.json$/, '')}.next.json`,
    retired: join(directory, 'retired-keys'),
    hold: join(directory, 'signing-hold.json'),
    mark: join(directory, 'signing-mark.json'),
    observerKey: join(data, 'observer_key.json'),
    observerState: join(data, 'observer_state.json'),
  };
}
