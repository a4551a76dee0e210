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
}

/**
 * Checks signatures off the main thread. It does not bound what it is given: whoever calls it admits only as many
 * transactions as it has room for. Without workers, checks run where they are asked for.
 */
export class SignaturePool {
  readonly #members: Member[] = [];
  #closed = false;

  constructor(workers: number) {
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
    const worker = new Worker(new URL('./signature-worker.ts', import.meta.url));
    const member: Member = { worker, waiting: [] };
    worker.unref();
    worker.on('message', (verdicts: Uint8Array) => member.waiting.shift()?.done(verdicts));
    worker.on('error', () => this.#replace(member));
    worker.on('exit', () => this.#replace(member));
    return member;
  }

  /** A worker that died takes no verdict with it: what it owed is checked here, and another one starts. */
  #replace(member: Member): void {
    const place = this.#members.indexOf(member);
    if (place < 0) return;
    if (this.#closed) this.#members.splice(place, 1);
    else this.#members[place] = this.#start();
    for (const batch of member.waiting.splice(0)) batch.done(checkSignatures(batch.checks));
  }
}
