import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { CometProcess } from '@touchmark/engine';
import type { Logger } from '../log.ts';
import { lastWords } from './last-words.ts';
import type { CometHome } from './comet-files.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** What ran for so long had started well. */
const STEADY_MS = 30_000;
const STOP_MS = 10_000;
const CHANGE_PAUSE_MS = 1_000;

interface Supervised {
  readonly binary: string;
  readonly home: CometHome;
  readonly log: Logger;
  /** Awaited before CometBFT is started again. */
  readonly onRestart: () => Promise<void>;
}

/** Keeps CometBFT running beside the node; its log goes to a file of the data directory. */
export class CometSupervisor implements CometProcess {
  readonly #options: Supervised;
  #child: ChildProcess | undefined;
  #isStopping = false;
  #isChanging = false;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Supervised) {
    this.#options = options;
    this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ends it at once; it is started again. */
  restart(): void {
    this.#child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#end();
  }

  /**
   * Ends CometBFT, changes what it reads at its start, and starts it again. It does not run while the change fails:
   * with half of it, it could sign what it must not. So the change is tried again, and has to bear that.
   */
  async exchange(change: () => Promise<void>): Promise<void> {
    if (this.#isStopping || this.#isChanging) return;
    this.#isChanging = true;
    const { log, onRestart } = this.#options;
    try {
      await this.#end();
      this.#timer = undefined;
      while (!this.#isStopping && !(await this.#isChanged(change))) await pause(CHANGE_PAUSE_MS);
      if (!this.#isStopping) await onRestart();
    } catch (error) {
      log.fatal({ err: error }, 'the ledger can not be told anew');
      return;
    } finally {
      this.#isChanging = false;
    }
    if (!this.#isStopping) this.#start();
  }

  async #isChanged(change: () => Promise<void>): Promise<boolean> {
    try {
      await change();
      return true;
    } catch (error) {
      const words = 'the files of CometBFT could not be changed; it does not run until they are';
      this.#options.log.error({ err: error }, words);
      return false;
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(force);
  }

  #start(): void {
    const { binary, home, log } = this.#options;
    const sinceMs = performance.now();
    // One that was killed leaves its socket behind, and would not listen there again.
    rmSync(home.rpcSocket, { force: true });
    const file = openSync(home.logFile, 'a', 0o600);
    const child = spawn(binary, ['start', '--home', home.directory], {
      stdio: ['ignore', file, file],
    });
    closeSync(file);
    this.#child = child;
    child.once('error', (error) => this.#ended(`${error.message}`, sinceMs));
    child.once('exit', (code, signal) => this.#ended(this.#howItEnded(code, signal), sinceMs));
    log.info({ pid: child.pid }, 'CometBFT was started');
  }

  #howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
    if (signal !== null) return signal;
    const words = lastWords(this.#options.home.logFile);
    return `exit code ${code}${words === undefined ? '' : `: ${words}`}`;
  }

  #ended(how: string, sinceMs: number): void {
    if (this.#isStopping || this.#isChanging || this.#timer !== undefined) return;
    if (performance.now() - sinceMs > STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    const { log, home, onRestart } = this.#options;
    log.error({ how, log: home.logFile }, 'CometBFT has ended; it is started again');
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void onRestart().then(
        () => {
          if (!this.#isStopping && !this.#isChanging) this.#start();
        },
        (error: unknown) => log.fatal({ err: error }, 'the ledger can not be told anew'),
      );
    }, this.#pauseMs);
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
  }
}
