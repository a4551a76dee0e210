import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import type { CometProcess } from '@touchmark/engine';
import type { Logger } from '../log.ts';
import type { CometHome } from './comet-files.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** What ran for so long had started well. */
const STEADY_MS = 30_000;
const STOP_MS = 10_000;

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
    child.once('exit', (code, signal) => this.#ended(`${signal ?? `exit code ${code}`}`, sinceMs));
    log.info({ pid: child.pid }, 'CometBFT was started');
  }

  #ended(how: string, sinceMs: number): void {
    if (this.#isStopping || this.#timer !== undefined) return;
    if (performance.now() - sinceMs > STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    const { log, home, onRestart } = this.#options;
    log.error({ how, log: home.logFile }, 'CometBFT has ended; it is started again');
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void onRestart().then(
        () => {
          if (!this.#isStopping) this.#start();
        },
        (error: unknown) => log.fatal({ err: error }, 'the ledger can not be told anew'),
      );
    }, this.#pauseMs);
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
  }
}
