import { Worker } from 'node:worker_threads';
import { checkSignatures } from './check-signatures.ts';
import { packChecks } from './signature-batch.ts';
import type { SignatureCheck } from './signature-check.ts';

interface Batch {
  readonly checks: readonly SignatureCheck[];
  readonly done: (verdicts: Uint8Array) => void;
}

interface Member {
  readonly worker: Worker;
  /** Batches sent and not answered, oldest first: a worker answers in order. */
  readonly waiting: Batch[];
  hasAnswered: boolean;
}

const ENTRY = new URL('./signature-worker.ts', import.meta.url);

/**
 * Checks signatures off the main thread. It does not bound what it is given: whoever calls it admits only as many
 * transactions as it has room for. Without workers, checks run where they are asked for.
 */
export class SignaturePool {
  readonly #members: Member[] = [];
  #closed = false;

  readonly #entry: URL;

  /** @param entry the script of a worker; another one only in tests. */
  constructor(workers: number, entry: URL = ENTRY) {
    this.#entry = entry;
    for (let count = 0; count < workers; count += 1) this.#members.push(this.#start());
  }

  /** @returns one byte a check, in order: 1 if the signature holds. */
  check(checks: readonly SignatureCheck[]): Promise<Uint8Array> {
    const member = this.#leastBusy();
    if (member === undefined) return Promise.resolve(checkSignatures(checks));
    return new Promise((done) => {
      member.waiting.push({ checks, done });
      const packed = packChecks(checks);
      member.worker.postMessage(packed, [packed.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#members.map(({ worker }) => worker.terminate()));
  }

  #leastBusy(): Member | undefined {
    let best: Member | undefined;
    for (const member of this.#members) {
      if (best === undefined || member.waiting.length < best.waiting.length) best = member;
    }
    return best;
  }

  #start(): Member {
    const worker = new Worker(this.#entry);
    const member: Member = { worker, waiting: [], hasAnswered: false };
    worker.unref();
    worker.on('message', (verdicts: Uint8Array) => {
      member.hasAnswered = true;
      member.waiting.shift()?.done(verdicts);
    });
    worker.on('error', (error: Error) => this.#replace(member, error.message));
    worker.on('exit', (code) => this.#replace(member, `exit code ${code}`));
    return member;
  }

  /** A worker that died takes no verdict with it: what it owed is checked here, and another one starts. */
  #replace(member: Member, reason: string): void {
    const place = this.#members.indexOf(member);
    if (place < 0) return;
    this.#members.splice(place, 1);
    if (!this.#closed) {
      process.emitWarning(`A thread that checks signatures ended (${reason}).`, 'EngineWarning');
      // One that never worked would not the next time either; without workers the main thread checks.
      if (member.hasAnswered) this.#members.push(this.#start());
    }
    for (const batch of member.waiting.splice(0)) batch.done(checkSignatures(batch.checks));
  }
}
