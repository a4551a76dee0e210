import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from '../log.ts';
import type { ResolveTally } from '../measure/tally.ts';
import { isWorkerReport, type WorkerTask } from './messages.ts';

const WORKER = new URL('./worker-process.ts', import.meta.url);
/** A worker that ran this long before it died is no sign of something lasting: start it again at once. */
const HEALTHY_MS = 60_000;
const LONGEST_DELAY_MS = 60_000;

interface PoolOptions {
  count: number;
  task: WorkerTask;
  tally: ResolveTally;
  log: Logger;
}

/** The resolver's worker processes: started, counted, started again when they die, stopped. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #children = new Set<ChildProcess>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #ready = 0;
  #stopping = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Resolves when every worker serves; rejects if one can't, after stopping the others. */
  static async start(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      await Promise.all(Array.from({ length: options.count }, () => pool.#start(0)));
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** Workers that serve at this moment. */
  get ready(): number {
    return this.#ready;
  }

  /** Lets the workers finish what they have in hand. */
  async close(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#children].map(stop));
  }

  #start(failures: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { log, tally, task } = this.#options;
      const startedAt = Date.now();
      const child = fork(WORKER, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      this.#children.add(child);
      let serves = false;
      child.on('message', (message: unknown) => {
        if (!isWorkerReport(message)) return;
        if (message.kind === 'tally') tally.add(message.numbers);
        else if (message.kind === 'failed') reject(new WorkerError(message.message));
        else {
          serves = true;
          this.#ready++;
          log.info({ worker: child.pid }, 'a resolver worker serves');
          resolve();
        }
      });
      child.on('error', (error) => reject(new WorkerError(error.message)));
      child.on('exit', (exitCode, signal) => {
        this.#children.delete(child);
        if (serves) this.#ready--;
        reject(new WorkerError(`it ended with ${signal ?? exitCode}`));
        if (this.#stopping || (!serves && failures === 0)) return;
        log.warn(
          { worker: child.pid, exitCode, signal },
          'a resolver worker ended; starting another',
        );
        this.#again(Date.now() - startedAt > HEALTHY_MS ? 0 : failures);
      });
      child.send(task);
    });
  }

  /** Starts another worker after a pause that doubles while workers keep dying. */
  #again(failures: number): void {
    const pause = this.#options.task.configuration.resolver.restartDelayMs * 2 ** failures;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        // A failure shows in the log when that worker exits; the next attempt follows from there.
        this.#start(failures + 1).catch(() => undefined);
      },
      Math.min(pause, LONGEST_DELAY_MS),
    );
    this.#timers.add(timer);
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    if (child.connected) child.disconnect();
  });
}

/** A worker process could not start to serve. */
export class WorkerError extends Error {
  readonly code = 'NODE_WORKER_FAILED';

  constructor(reason: string) {
    super(
      `A resolver worker can't serve: ${reason}. See the log; with resolver.workers = 0 the node runs without.`,
    );
    this.name = 'WorkerError';
  }
}
