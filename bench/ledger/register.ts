import { decodeTransaction, encodeTransactionContent, signTransaction } from '@touchmark/codec';
import type { Action, DecodedTransaction, Genesis } from '@touchmark/codec';
import { DEFAULT_CONSENSUS_PARAMS } from '@touchmark/codec';
import { keyId, publicKeyOf } from '@touchmark/crypto';
import { encodeDelegate, encodeRegister, executeBlock, initializeState } from '@touchmark/ledger';
import type { RegisterEntry } from '@touchmark/ledger';
import { openMemoryStateStore } from '@touchmark/state';
import type { StateStore } from '@touchmark/state';
import { isWanted, medianOf } from '../figure.ts';
import type { BenchOptions, Figure } from '../figure.ts';

const CHAIN = 'bench';
const SECRET = new Uint8Array(32).fill(7);
const PUBLIC = publicKeyOf('ed25519', SECRET);
const KEY_ID = keyId('ed25519', PUBLIC);
const TIME_MS = 1_800_000_000_000;
const BATCH = 1_000;
const ENTRY = 'ledger-batch-entry';
const TRANSACTION = 'ledger-transaction';

/**
 * What the ledger itself costs, without signatures, store and network: one entry of a batch, and
 * one transaction.
 */
export async function* ledgerFigures(options: BenchOptions): AsyncGenerator<Figure> {
  const rounds = options.quick ? 20 : 100;
  if (isWanted(options, ENTRY)) {
    yield figure(ENTRY, (await measure(rounds, 1, BATCH)) / BATCH, '<= 0.004');
  }
  if (isWanted(options, TRANSACTION)) {
    yield figure(TRANSACTION, (await measure(rounds, BATCH, 1)) / BATCH, '<= 0.04');
  }
}

function figure(name: string, value: number, target: string): Figure {
  const note = 'median block in memory; values of 200 bytes, rising serials; signatures aside';
  return { name, value, unit: 'ms', baseline: null, ratio: null, target, note };
}

/** Median ms to execute a block of so many transactions with so many entries each. */
async function measure(rounds: number, transactions: number, entries: number): Promise<number> {
  const store = await foundedStore();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const block = Array.from({ length: transactions }, (_, place) => {
      const first = (round * transactions + place) * entries;
      return transaction([encodeRegister({ prefix: '88.118.8', entries: batch(first, entries) })]);
    });
    times.push(await executeTimed(store, round + 2, block));
  }
  return medianOf(times);
}

async function executeTimed(
  store: StateStore,
  height: number,
  transactions: DecodedTransaction[],
): Promise<number> {
  const block = { chainId: CHAIN, height, timeMs: TIME_MS, transactions };
  const start = performance.now();
  const outcome = store.read((view) => executeBlock(block, view, () => true));
  const elapsedMs = performance.now() - start;
  const refused = outcome.results.find(({ code }) => code !== 0);
  if (refused !== undefined)
    throw new Error(`the bench's transaction was refused: ${refused.code}`);
  const update = store.begin();
  update.write(outcome.writes);
  await update.commit();
  return elapsedMs;
}

async function foundedStore(): Promise<StateStore> {
  const store = openMemoryStateStore({ tables: [] });
  const update = store.begin();
  update.write(initializeState(GENESIS));
  await update.commit();
  const prefixes = ['88', '88.118', '88.118.8'];
  const actions = prefixes.map((prefix) => encodeDelegate({ prefix, holder: 'operator' }));
  await executeTimed(store, 1, [transaction(actions)]);
  return store;
}

const GENESIS: Genesis = {
  chainId: CHAIN,
  genesisTime: { seconds: 1_800_000_000n, nanos: 0 },
  initialHeight: 1,
  validators: [],
  consensusParams: DEFAULT_CONSENSUS_PARAMS,
  appState: {
    organizations: [
      {
        id: 'operator',
        name: 'Operator',
        roles: ['administrator', 'top-operator'],
        keys: [{ algorithm: 'ed25519', publicKey: PUBLIC }],
      },
    ],
    parameters: {},
  },
  hash: new Uint8Array(32),
};

let nonces = 0;

function transaction(actions: Action[]): DecodedTransaction {
  const nonce = new Uint8Array(16);
  nonces += 1;
  new DataView(nonce.buffer).setUint32(0, nonces);
  const expiresAtMs = TIME_MS + 60_000;
  const content = { chainId: CHAIN, expiresAtMs, nonce, signers: [KEY_ID], actions };
  const keys = [{ algorithm: 'ed25519', secretKey: SECRET } as const];
  return decodeTransaction(signTransaction(encodeTransactionContent(content), keys));
}

function batch(first: number, count: number): RegisterEntry[] {
  return Array.from({ length: count }, (_, place) => {
    const serial = String(first + place).padStart(12, '0');
    const url = `https://items.example.com/${serial}?${'x'.repeat(60)}`;
    const values = [
      { index: 1, type: 'URL', data: url, ttlSeconds: 86_400, permissions: 14 },
      { index: 2, type: 'NAME', data: `Gear wheel ${serial}`, ttlSeconds: 86_400, permissions: 14 },
      {
        index: 3,
        type: 'BATCH',
        data: new Uint8Array(32).fill(place),
        ttlSeconds: 86_400,
        permissions: 10,
      },
    ];
    return { suffix: serial, values };
  });
}

if (import.meta.main) {
  const quick = process.argv.includes('--quick');
  for await (const { name, value, unit } of ledgerFigures({ quick, directory: '' })) {
    console.log(`${name} ${value.toFixed(5)} ${unit}`);
  }
}
