import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { auditChain, exportChain, importChain, openChainReader } from '@touchmark/engine';
import type { ChainReader } from '@touchmark/engine';
import { gather } from '../actors/crowd.ts';
import type { Crowd } from '../actors/crowd.ts';
import { Dice } from '../actors/dice.ts';
import { FIRST_BLOCK_MS, simulationGenesis } from '../history.ts';
import { Lockstep } from '../lockstep.ts';
import { followBlock } from './follow-block.ts';
import { stepMs } from '../simulate.ts';
import { Tally } from '../tally.ts';

export interface Batch {
  readonly timeMs: number;
  readonly transactions: readonly string[];
}

export interface EngineReport {
  readonly actions: number;
  readonly blocks: number;
  readonly kills: number;
  readonly acknowledged: number;
}

const SCRIPT = resolve(import.meta.dirname, 'engine-process.ts');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A process with the engine, and what it has promised. */
class EngineProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #promises: Map<string, number>;
  #output = '';
  #errors = '';
  #wake: (() => void) | undefined;
  #readyCount = 0;
  readonly ended: Promise<void>;

  constructor(directory: string, promises: Map<string, number>) {
    this.#promises = promises;
    this.#child = spawn(process.execPath, [SCRIPT, directory]);
    this.#child.stderr.on('data', (chunk) => {
      this.#errors += String(chunk);
    });
    this.#child.stdout.on('data', (chunk) => this.#read(String(chunk)));
    // A process that was killed reads no more.
    this.#child.stdin.on('error', () => undefined);
    this.ended = new Promise((done) => {
      this.#child.on('close', () => {
        this.#wake?.();
        done();
      });
    });
  }

  #read(text: string): void {
    const lines = (this.#output + text).split('\n');
    this.#output = lines.pop() ?? '';
    for (const line of lines) {
      const [word, id = '', code = ''] = line.split(' ');
      if (word === 'ack') this.#promises.set(id, Number(code));
      if (word === 'ready') this.#readyCount += 1;
    }
    this.#wake?.();
  }

  /** Resolves when it has been ready so often, or has ended. */
  async ready(times: number): Promise<void> {
    let hasEnded = false;
    void this.ended.then(() => {
      hasEnded = true;
      this.#wake?.();
    });
    while (this.#readyCount < times && !hasEnded && this.#child.exitCode === null) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    assert.equal(this.#errors, '');
  }

  send(batch: Batch): void {
    this.#child.stdin.write(`${JSON.stringify(batch)}\n`);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  finish(): void {
    this.#child.stdin.end();
  }
}

/**
 * A random history through a real engine that is killed now and then. What the chain says happened
 * is executed by ledger and model: same codes, same roots; and all that was promised is there. At
 * the end the chain is audited, exported and imported, to the same root.
 */
export async function runEngine(
  seed: number,
  actions: number,
  killPercent: number,
): Promise<EngineReport> {
  const folder = await mkdtemp(join(tmpdir(), 'touchmark-simulate-'));
  try {
    return await new EngineRun(folder, seed, await Lockstep.found(simulationGenesis())).run(
      actions,
      killPercent,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class EngineRun {
  readonly #directory: string;
  readonly #folder: string;
  readonly #dice: Dice;
  readonly #lockstep: Lockstep;
  readonly #crowd: Crowd;
  readonly #promises = new Map<string, number>();
  readonly #done = new Map<string, number>();
  readonly #tally = new Tally();
  #kills = 0;
  #timeMs = FIRST_BLOCK_MS;

  constructor(folder: string, seed: number, lockstep: Lockstep) {
    this.#folder = folder;
    this.#directory = join(folder, 'store');
    this.#dice = new Dice(seed);
    this.#lockstep = lockstep;
    this.#crowd = gather(seed, this.#dice, lockstep.model);
  }

  async run(actions: number, killPercent: number): Promise<EngineReport> {
    let engine = new EngineProcess(this.#directory, this.#promises);
    let turns = 1;
    await engine.ready(turns);
    while (this.#tally.actions < actions) {
      this.#timeMs += stepMs(this.#dice);
      const made = this.#crowd.transactions(this.#dice.between(1, 40), this.#timeMs);
      const transactions = made.map((bytes) => Buffer.from(bytes).toString('base64'));
      engine.send({ timeMs: this.#timeMs, transactions });
      if (this.#dice.chance(killPercent)) {
        await new Promise((later) => setTimeout(later, this.#dice.below(60)));
        engine.kill();
        await engine.ended;
        this.#kills += 1;
        engine = new EngineProcess(this.#directory, this.#promises);
        turns = 1;
      } else turns += 1;
      await engine.ready(turns);
      await this.#follow();
    }
    engine.finish();
    await engine.ended;
    await this.#follow();
    for (const [id, code] of this.#promises) {
      assert.equal(this.#done.get(id), code, `${id} was acknowledged`);
    }
    await this.#audit();
    const { height: blocks } = this.#lockstep;
    const acknowledged = this.#promises.size;
    return { actions: this.#tally.actions, blocks, kills: this.#kills, acknowledged };
  }

  /** Has ledger and model execute what the chain has by now. */
  async #follow(): Promise<void> {
    const reader = await openChainReader({ directory: this.#directory });
    try {
      const head = reader.latest();
      while (this.#lockstep.height < head.height) await this.#followBlock(reader);
      this.#timeMs = Math.max(this.#timeMs, head.timeMs);
    } finally {
      await reader.close();
    }
  }

  async #followBlock(reader: ChainReader): Promise<void> {
    const { block, receipts } = await followBlock(reader, this.#lockstep);
    for (const { id, code } of receipts) this.#done.set(hex(id), code);
    const codes = receipts.map(({ code }) => String(code));
    this.#tally.add(block, codes);
  }

  async #audit(): Promise<void> {
    const root = hex(this.#lockstep.root);
    const directory = this.#directory;
    const scratch = join(this.#folder, 'audit');
    await mkdir(scratch);
    const report = await auditChain({ directory, scratch, compareState: true });
    assert.equal(report.difference, undefined);
    assert.equal(hex(report.root), root);
    const file = join(this.#folder, 'export');
    await exportChain({ directory, file });
    const imported = await importChain({ file, directory: join(this.#folder, 'imported') });
    assert.equal(hex(imported.root), root);
  }
}
