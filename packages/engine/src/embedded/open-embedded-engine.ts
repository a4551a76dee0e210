import { encodeHex, equalBytes, type Genesis, parseGenesis } from '@touchmark/codec';
import { publicKeyOf, sha256 } from '@touchmark/crypto';
import { type Ledger, ledger as theLedger } from '@touchmark/ledger';
import { openStateStore, type StateStore } from '@touchmark/state';
import { corrupt, getIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { versionUnknown } from '../chain/version-unknown.ts';
import type { Engine } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { Verdicts } from '../submission/verdicts.ts';
import { BlockMaker } from './block-maker.ts';
import { BlockRunner } from './block-runner.ts';
import { checkChain } from './check-chain.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import { foundChain } from './found-chain.ts';
import { type EmbeddedOptions, resolveOptions } from './options.ts';

interface Founding {
  /** The genesis file's bytes. */
  readonly genesis: Uint8Array;
  /** Ed25519 secret key, 32 bytes, of the one validator that the genesis names. */
  readonly validatorSecretKey: Uint8Array;
  /** True: the chain was founded before, so a store without one has lost it and must not be founded again. */
  readonly isFounded?: boolean;
  readonly options?: EmbeddedOptions;
  /** The rules. Default: those of this software. */
  readonly ledger?: Ledger;
}

export type OpenEmbeddedEngine = Founding & {
  /** Data directory; a new one is founded from the genesis. */
  readonly directory: string;
};

/**
 * Opens the chain in a directory, or founds it there. Takes as long for a long chain as for a short one.
 * @throws EngineError, and StateError STATE_LOCKED if another process has the directory open.
 */
export async function openEmbeddedEngine(options: OpenEmbeddedEngine): Promise<Engine> {
  const founding = checkFounding(options);
  const store = await openStateStore({
    directory: options.directory,
    tables: CHAIN_TABLE_NAMES,
  });
  return start(store, options, founding);
}

/** The same over a store that is open already, such as one in memory. The engine closes it. */
export async function openEmbeddedEngineOver(
  options: Founding & { readonly store: StateStore },
): Promise<Engine> {
  return start(options.store, options, checkFounding(options));
}

interface CheckedFounding {
  readonly genesis: Genesis;
  readonly maker: BlockMaker;
}

async function start(
  store: StateStore,
  { genesis: genesisBytes, isFounded = false, options = {}, ledger = theLedger }: Founding,
  { genesis, maker }: CheckedFounding,
): Promise<Engine> {
  try {
    const stored = store.read((snapshot) => getIdentity(snapshot.table(CHAIN_TABLES.meta)));
    if (stored !== undefined) requireSameChain(stored, genesis);
    else if (isFounded) throw ledgerMissing(genesis);
    else await found(ledger, store, genesis, genesisBytes, maker);
    const verdicts = new Verdicts();
    const runner = store.read((snapshot) => {
      const { head, tip } = checkChain(snapshot, genesis, genesisBytes);
      const { root } = head;
      const verify = verdicts.verifier;
      const found = new BlockRunner({ ledger, genesis, maker, verify, tip, root });
      found.look(snapshot);
      return found;
    });
    if (runner.unknown !== undefined) throw versionUnknown(runner.unknown);
    const resolved = resolveOptions(options, genesis);
    const parts = { ledger, genesis, genesisBytes, store, runner, verdicts, options: resolved };
    const engine = new EmbeddedEngine(parts);
    await engine.start();
    return engine;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function found(
  ledger: Ledger,
  store: StateStore,
  genesis: Genesis,
  genesisBytes: Uint8Array,
  maker: BlockMaker,
): Promise<void> {
  if (store.read(({ size }) => size) > 0) throw corrupt('it has a state and no chain');
  await foundChain(ledger, store, genesis, genesisBytes, maker);
}

/** Founding the same chain a second time would let its validator sign what contradicts the first. */
function ledgerMissing({ chainId }: Genesis): EngineError {
  return new EngineError(
    'ENGINE_LEDGER_MISSING',
    `The chain ${chainId} was founded here before, but its ledger is missing or empty: a disk that is not mounted, or ` +
      'files that were removed. Mount the disk or restore a backup. To begin another chain, use another data directory.',
  );
}

function checkFounding({ genesis: bytes, validatorSecretKey }: Founding): CheckedFounding {
  const genesis = parseGenesis(bytes);
  const [validator] = genesis.validators;
  if (genesis.initialHeight !== 1 || genesis.validators.length !== 1 || validator === undefined) {
    throw new EngineError(
      'ENGINE_GENESIS_INVALID',
      `The embedded engine runs a chain of one validator that starts at block 1; the genesis has ` +
        `${genesis.validators.length} and starts at ${genesis.initialHeight}. ` +
        'Run it with the cometbft engine, or make a genesis for one validator.',
    );
  }
  const publicKey = publicKeyOf('ed25519', validatorSecretKey);
  if (!equalBytes(publicKey, validator.publicKey)) {
    throw new EngineError(
      'ENGINE_VALIDATOR_MISMATCH',
      `The validator key given is ${encodeHex(publicKey)}; the genesis names ` +
        `${encodeHex(validator.publicKey)}. Give the key that belongs to this genesis.`,
    );
  }
  return { genesis, maker: new BlockMaker(genesis, validatorSecretKey) };
}

function requireSameChain(stored: Uint8Array, genesis: Genesis): void {
  if (equalBytes(sha256(stored), genesis.hash)) return;
  const { chainId, hash } = parseGenesis(stored);
  throw new EngineError(
    'ENGINE_GENESIS_MISMATCH',
    `The data directory holds the chain ${chainId} (genesis ${encodeHex(hash)}), not ` +
      `${genesis.chainId} (genesis ${encodeHex(genesis.hash)}). ` +
      'Give the genesis file of that chain, or another data directory.',
  );
}
