import {
  encodeGenesis,
  parseGenesis,
  DEFAULT_CONSENSUS_PARAMS,
  timestampOfMs,
  validatorOf,
} from '@touchmark/codec';
import type { Genesis } from '@touchmark/codec';
import type { Misbehavior } from '@touchmark/ledger';
import { publicKeyOf, sha256 } from '@touchmark/crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** A history as bytes: what any implementation of the ledger can execute. */
export interface HistoryBlock {
  readonly timeMs: number;
  readonly transactions: readonly Uint8Array[];
  /** What the block's evidence proves; not there: nothing. */
  readonly misbehavior?: readonly Misbehavior[];
}

export interface History {
  /** Genesis file. */
  readonly genesis: Uint8Array;
  readonly blocks: readonly HistoryBlock[];
}

export const CHAIN_ID = 'simulation';
const START_MS = 1_800_000_000_000;

const FOUNDERS: readonly (readonly [string, readonly string[]])[] = [
  ['ministry', ['administrator', 'regulator', 'validator']],
  ['bureau', ['administrator', 'validator']],
  ['union', ['administrator', 'auditor', 'validator']],
  ['root-node', ['top-operator', 'validator']],
  ['second-node', ['secondary-operator']],
  ['factory', ['enterprise-operator', 'reporter']],
];

export const founderSecret = (id: string): Uint8Array => sha256(Buffer.from(`founder ${id}`));
export const FOUNDER_IDS: readonly string[] = FOUNDERS.map(([id]) => id);
export const VALIDATOR_SECRET: Uint8Array = sha256(Buffer.from('simulation validator'));

/** Six founders under the default constitution. */
export function simulationGenesis(): Uint8Array {
  const organizations = FOUNDERS.map(([id, roles]) => ({
    id,
    name: `The ${id}`,
    roles: [...roles],
    keys: [{ algorithm: 'ed25519' as const, publicKey: publicKeyOf('ed25519', founderSecret(id)) }],
  }));
  const validator = validatorOf(publicKeyOf('ed25519', VALIDATOR_SECRET), 10n);
  return encodeGenesis({
    chainId: CHAIN_ID,
    genesisTime: timestampOfMs(START_MS),
    initialHeight: 1,
    validators: [{ ...validator, name: 'ministry' }],
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: { organizations, parameters: {} },
  });
}

export const FIRST_BLOCK_MS: number = START_MS + 1_000;

export const readGenesis = (bytes: Uint8Array): Genesis => parseGenesis(bytes);

interface HistoryFile {
  readonly genesis: string;
  readonly blocks: readonly {
    readonly timeMs: number;
    readonly transactions: readonly string[];
    readonly misbehavior?: readonly (Omit<Misbehavior, 'address'> & { readonly address: string })[];
  }[];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

export function writeHistory(file: string, { genesis, blocks }: History): void {
  const plain: HistoryFile = {
    genesis: base64(genesis),
    blocks: blocks.map(({ timeMs, transactions, misbehavior = [] }) => ({
      timeMs,
      transactions: transactions.map(base64),
      misbehavior: misbehavior.map((one) => ({ ...one, address: base64(one.address) })),
    })),
  };
  writeFileSync(file, JSON.stringify(plain));
}

export function readHistory(file: string): History {
  const { genesis, blocks } = JSON.parse(readFileSync(file, 'utf8')) as HistoryFile;
  return {
    genesis: fromBase64(genesis),
    blocks: blocks.map(({ timeMs, transactions, misbehavior = [] }) => ({
      timeMs,
      transactions: transactions.map(fromBase64),
      misbehavior: misbehavior.map((one) => ({ ...one, address: fromBase64(one.address) })),
    })),
  };
}
