import { decodeTransaction, encodeHex, parseGenesis } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { openMemoryStateStore } from '@touchmark/state';
import type { Write } from '@touchmark/state';
import { executeBlock, initializeState } from '../../index.ts';
import type { Misbehavior } from '../../index.ts';
import { PlainState } from '../plain-state.ts';

/** A block to execute: its time, and its transactions as they cross the wire, in hex. */
export interface GoldenInput {
  readonly about: string;
  readonly timeMs: number;
  readonly transactions: readonly string[];
  /** What the block's evidence proves; not there: nothing. */
  readonly misbehavior?: readonly (Omit<Misbehavior, 'address'> & { readonly address: string })[];
}

/** Bytes in hex throughout; a value of null removes the key. */
export interface GoldenWrites {
  readonly writes: readonly (readonly [string, string | null])[];
  /** Root of the state after the writes. */
  readonly root: string;
}

export interface GoldenBlock extends GoldenInput, GoldenWrites {
  readonly height: number;
  /** The block's own. */
  readonly events: readonly (readonly [string, string])[];
  readonly archived: readonly (readonly [string, string])[];
  readonly results: readonly {
    readonly code: number;
    readonly data: string;
    readonly events: readonly (readonly [string, string])[];
    readonly final: boolean;
  }[];
}

export interface GoldenChain {
  readonly name: string;
  readonly about: string;
  /** The genesis file's text. */
  readonly genesis: string;
  readonly founded: GoldenWrites;
  readonly blocks: readonly GoldenBlock[];
}

/** Executes a chain of blocks and writes down all that other implementations must agree on. */
export function executeChain(
  chain: { readonly name: string; readonly about: string; readonly genesis: string },
  inputs: readonly GoldenInput[],
): GoldenChain {
  const genesis = parseGenesis(new TextEncoder().encode(chain.genesis));
  const state = new PlainState();
  const update = openMemoryStateStore({ tables: [] }).begin();
  const apply = (writes: readonly Write[]): GoldenWrites => {
    state.apply(writes);
    const root = encodeHex(update.write(writes));
    return { writes: writes.map(({ key, value }) => [hex(key), value && hex(value)]), root };
  };
  const founded = apply(initializeState(genesis));
  const blocks = inputs.map((input, index): GoldenBlock => {
    const height = index + 1;
    const transactions = input.transactions.map((bytes) =>
      decodeTransaction(new Uint8Array(Buffer.from(bytes, 'hex'))),
    );
    const { timeMs } = input;
    const misbehavior = (input.misbehavior ?? []).map((one) => ({
      ...one,
      address: new Uint8Array(Buffer.from(one.address, 'hex')),
    }));
    const block = { chainId: genesis.chainId, height, timeMs, transactions, misbehavior };
    const outcome = executeBlock(block, state, verifySignature);
    return {
      ...input,
      height,
      ...apply(outcome.writes),
      events: outcome.events.map(({ type, params }) => [type, hex(params)]),
      archived: outcome.archived.map(({ key, value }) => [hex(key), hex(value)]),
      results: outcome.results.map(({ code, data, events, final }) => ({
        code,
        data: hex(data),
        events: events.map(({ type, params }) => [type, hex(params)]),
        final,
      })),
    };
  });
  return { ...chain, founded, blocks };
}

function hex(bytes: Uint8Array): string {
  return encodeHex(bytes);
}
