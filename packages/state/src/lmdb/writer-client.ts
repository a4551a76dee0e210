import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { StateError } from '../state-error.ts';
import { OperationBuffer } from './operation-buffer.ts';
import type { WriterReply, WriterSetup } from './operations.ts';
import { disguisedFullDisk, storageError } from './storage-error.ts';

/** How long a process that ends with an open update waits for LMDB to let go of it. */
const EXIT_TIMEOUT_MS = 10_000;

interface Waiting {
  resolve(): void;
  reject(error: StateError): void;
}

/** The main thread's end of the writer's thread. */
export class WriterClient {
  readonly operations: OperationBuffer;
  private readonly worker: Worker;
  private readonly directory: string;
  /** Who waits for the replies to come, in their order. */
  private readonly waiting: Waiting[] = [];
  private failure: StateError | null = null;
  private isClosing = false;
  private readonly onExit = (): void => {
    this.operations.abort();
    this.operations.drain(EXIT_TIMEOUT_MS);
  };

  private constructor(worker: Worker, directory: string, operations: OperationBuffer) {
    this.worker = worker;
    this.directory = directory;
    this.operations = operations;
    process.once('exit', this.onExit);
    worker.on('message', (reply: WriterReply) => this.receive(reply));
    worker.on('error', (error) => this.fail(storageError(error)));
    worker.on('exit', () => {
      if (!this.isClosing) this.fail(storageError(new Error('the writer thread ended')));
    });
  }

  /** Starts the thread, which creates or opens the LMDB file. */
  static async start(setup: Omit<WriterSetup, 'control' | 'ring'>): Promise<WriterClient> {
    const operations = new OperationBuffer();
    const { control, ring } = operations;
    const workerData: WriterSetup = { ...setup, control, ring };
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData });
    const client = new WriterClient(worker, setup.directory, operations);
    await client.reply();
    worker.unref();
    return client;
  }

  /** Commits what `operations` holds. Rejects if it is not durable; then nothing of it was applied. */
  async commit(): Promise<void> {
    this.operations.commit();
    // The process must not end while somebody waits for this.
    this.worker.ref();
    try {
      await this.reply();
    } finally {
      this.worker.unref();
    }
  }

  /** Forgets what `operations` holds. */
  async abort(): Promise<void> {
    if (this.operations.abort()) await this.reply();
  }

  async close(): Promise<void> {
    this.isClosing = true;
    process.off('exit', this.onExit);
    if (this.failure !== null) {
      await this.worker.terminate();
      return;
    }
    this.worker.ref();
    const ended = once(this.worker, 'exit');
    this.operations.close();
    await ended;
  }

  private reply(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) reject(this.failure);
      else this.waiting.push({ resolve, reject });
    });
  }

  private receive(reply: WriterReply): void {
    if (reply.kind === 'failed') {
      this.fail(storageError(disguisedFullDisk(reply, this.directory)));
    } else this.waiting.shift()?.resolve();
  }

  private fail(error: StateError): void {
    this.failure ??= error;
    for (const waiting of this.waiting.splice(0)) waiting.reject(this.failure);
  }
}
