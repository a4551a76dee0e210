/** A chain on disk whose module "tally" goes by version 1 up to block 9, and by version 2 from block 10 on. */
import {
  createLedger,
  encodeActivate,
  encodePropose,
  type Ledger,
  MODULES,
} from '@touchmark/ledger';
import { type Engine, openEmbeddedEngine, type SubmitResult } from '@touchmark/engine';
import type { Action } from '@touchmark/codec';
import { type TestChain, testChain } from '../../packages/engine/src/testing/test-chain.ts';
import {
  addToTally,
  takeFromTally,
  tally1,
  tally2,
} from '../../packages/ledger/src/testing/tally-module.ts';

/** The software before the upgrade, and after it. */
export const OLD: Ledger = createLedger([...MODULES, tally1]);
export const NEW: Ledger = createLedger([...MODULES, tally1, tally2]);

export const ACTIVATION_HEIGHT = 10;
export const ACTIVATE: Action = encodeActivate({
  module: 'tally',
  version: 2,
  height: ACTIVATION_HEIGHT,
});

/** The example network decides by proposal; its one administrator is two thirds of them. */
export const DECIDE: Action = encodePropose({
  title: 'Version 2 of the tally',
  actions: [ACTIVATE],
  vote: 'yes',
});

export class UpgradingChain {
  readonly directory: string;
  readonly chain: TestChain = testChain();
  #number = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  open(ledger: Ledger): Promise<Engine> {
    const { genesis, validatorSecretKey, clock } = this.chain;
    const { directory } = this;
    const options = { signatureWorkers: 0, clock: () => clock.nowMs };
    return openEmbeddedEngine({ directory, genesis, validatorSecretKey, options, ledger });
  }

  transaction(...actions: readonly Action[]): Uint8Array {
    this.#number += 1;
    return this.chain.transaction(this.#number, actions);
  }

  submit(engine: Engine, ...actions: readonly Action[]): Promise<SubmitResult> {
    this.chain.clock.nowMs += 1_000;
    return engine.submit(this.transaction(...actions));
  }

  /** One block after the other, each with the same attempt, until the height is executed. */
  async reach(engine: Engine, height: number): Promise<void> {
    while (engine.status().height < height) await this.submit(engine, addToTally(40));
  }

  /** A life with the activation in its middle, by software that has both versions. */
  async live(): Promise<void> {
    const engine = await this.open(NEW);
    await this.submit(engine, DECIDE);
    await this.reach(engine, ACTIVATION_HEIGHT + 5);
    await this.submit(engine, takeFromTally(7));
    await engine.close();
  }
}

/** The code of a result: of its receipt, or of what turned it away. */
export function codeOf(result: SubmitResult): string | number {
  return result.code;
}
