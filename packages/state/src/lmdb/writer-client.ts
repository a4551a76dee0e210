import { Worker } from 'node:worker_threads';
import type { StateError } from '../state-error.ts';
import { OperationBuffer } from './operation-buffer.ts';
import {
  SIGNAL_MESSAGES,
  SIGNAL_WORDS,
  type WriterReply,
  type WriterRequest,
  type WriterSetup,
} from './operations.ts';
import { storageError } from './storage-error.ts';

interface Waiting {
  resolve(): void;
  reject(error: StateError): void;
}

/** The main thread's end of the writer's thread. */
export class WriterClient {
  readonly operations: OperationBuffer;
  private readonly worker: Worker;
  private readonly signal: Int32Array;
  /** Who waits for the replies to come, in their order. */
  private waiting: Waiting[] = [];
  private failure: StateError | null = null;
  private isClosing = false;

  private constructor(worker: Worker, signal: Int32Array) {
    this.worker = worker;
    this.signal = signal;
    this.operations = new OperationBuffer(signal, (chunk, end) =>
      this.send({ kind: 'operations', chunk, end }),
    );
    worker.on('message', (reply: WriterReply) => this.receive(reply));
    worker.on('error', (error) => this.fail(storageError(error)));
    worker.on('exit', () => {
      if (!this.isClosing) this.fail(storageError(new Error('the writer thread ended')));
    });
  }

  /** Starts the thread, which creates or opens the LMDB file. */
  static async start(setup: Omit<WriterSetup, 'signal'>): Promise<WriterClient> {
    const signal = new SharedArrayBuffer(SIGNAL_WORDS * 4);
    const workerData: WriterSetup = { ...setup, signal };
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData });
    const client = new WriterClient(worker, new Int32Array(signal));
    await client.reply();
    worker.unref();
    return client;
  }

  /** Commits what `operations` holds. Rejects if it is not durable; then nothing of it was applied. */
  async commit(): Promise<void> {
    this.operations.flush();
    this.send({ kind: 'commit' });
    this.worker.ref();
    try {
      await this.reply();
    } finally {
      this.operations.settle();
      this.worker.unref();
    }
  }

  /** Forgets what `operations` holds. */
  async abort(): Promise<void> {
    if (!this.operations.discard()) return;
    this.send({ kind: 'abort' });
    await this.reply();
  }

  async close(): Promise<void> {
    this.isClosing = true;
    if (this.failure !== null) {
      await this.worker.terminate();
      return;
    }
    this.worker.ref();
    const ended = new Promise((resolve) => this.worker.once('exit', resolve));
    this.send({ kind: 'close' });
    await ended;
  }

  private send(request: WriterRequest): void {
    this.worker.postMessage(request);
    Atomics.add(this.signal, SIGNAL_MESSAGES, 1);
    Atomics.notify(this.signal, SIGNAL_MESSAGES);
  }

  private reply(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) reject(this.failure);
      else this.waiting.push({ resolve, reject });
    });
  }

  private receive(reply: WriterReply): void {
    if (reply.kind === 'failed') {
      this.fail(storageError(reply));
      return;
    }
    this.waiting.shift()?.resolve();
  }

  private fail(error: StateError): void {
    this.failure ??= error;
    for (const waiting of this.waiting.splice(0)) waiting.reject(this.failure);
  }
}
