import { Worker } from 'node:worker_threads';
import { checkSignatures } from './check-signatures.ts';
import { packChecks } from './signature-batch.ts';
import type { SignatureCheck } from './signature-check.ts';

/** A worker with checks before it can wait until more have gathered, or until it has answered. */
const BUSY_CHECKS = 1;
/** Checks that go to a worker in one message: a message costs as much time as a check. */
const BATCH_CHECKS = 64;

/** Told the position of the first signature that does not hold, or -1; and of each, 1 if it holds. */
export type SignaturesChecked = (firstBad: number, verdicts: Uint8Array) => void;

interface Request {
  readonly checks: readonly SignatureCheck[];
  readonly done: SignaturesChecked;
}

interface Member {
  readonly worker: Worker;
  /** Batches sent and not answered, oldest first: a worker answers in order. */
  readonly batches: Request[][];
  /** Checks in them. */
  load: number;
  hasAnswered: boolean;
}

const ENTRY = new URL('./signature-worker.ts', import.meta.url);

/**
 * Checks signatures off the main thread. It does not bound what it is given: whoever calls it admits only as many
 * transactions as it has room for. Without workers, checks run where they are asked for.
 */
export class SignaturePool {
  readonly #members: Member[] = [];
  readonly #entry: URL;
  #waiting: Request[] = [];
  #waitingChecks = 0;
  #closed = false;

  /** @param entry the script of a worker; another one only in tests. */
  constructor(workers: number, entry: URL = ENTRY) {
    this.#entry = entry;
    for (let count = 0; count < workers; count += 1) this.#members.push(this.#start());
  }

  /** True when nothing is being checked. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#members.every(({ load }) => load === 0);
  }

  /** Threads that check, and checks that no thread has answered. */
  get load(): { readonly workers: number; readonly waiting: number } {
    const sent = this.#members.reduce((sum, { load }) => sum + load, 0);
    return { workers: this.#members.length, waiting: this.#waitingChecks + sent };
  }

  check(checks: readonly SignatureCheck[], done: SignaturesChecked): void {
    if (this.#members.length === 0) {
      answer([{ checks, done }], checkSignatures(checks));
      return;
    }
    this.#waiting.push({ checks, done });
    this.#waitingChecks += checks.length;
    if (this.#waitingChecks >= BATCH_CHECKS) this.#send();
  }

  /** Sends what waits to workers that have little to do; to be called when no more comes in this turn. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#leastBusy().load < BUSY_CHECKS) this.#send();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#members.map(({ worker }) => worker.terminate()));
  }

  #send(): void {
    const requests = this.#waiting.splice(0, this.#batchEnd());
    const checks = requests.flatMap((request) => request.checks);
    this.#waitingChecks -= checks.length;
    const member = this.#leastBusy();
    member.batches.push(requests);
    member.load += checks.length;
    const packed = packChecks(checks);
    member.worker.postMessage(packed, [packed.buffer]);
  }

  /** How many of the requests that wait make one batch. */
  #batchEnd(): number {
    let checks = 0;
    for (const [index, request] of this.#waiting.entries()) {
      checks += request.checks.length;
      if (checks >= BATCH_CHECKS) return index + 1;
    }
    return this.#waiting.length;
  }

  #leastBusy(): Member {
    return this.#members.reduce((best, member) => (member.load < best.load ? member : best));
  }

  #start(): Member {
    const worker = new Worker(this.#entry);
    const member: Member = { worker, batches: [], load: 0, hasAnswered: false };
    worker.unref();
    worker.on('message', (verdicts: Uint8Array) => {
      member.hasAnswered = true;
      member.load -= verdicts.length;
      answer(member.batches.shift() ?? [], verdicts);
      this.flush();
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
    const orphaned = member.batches.flat();
    if (this.#members.length === 0) {
      orphaned.push(...this.#waiting);
      this.#waiting = [];
      this.#waitingChecks = 0;
    }
    for (const request of orphaned) answer([request], checkSignatures(request.checks));
  }
}

function answer(requests: readonly Request[], verdicts: Uint8Array): void {
  let at = 0;
  for (const { checks, done } of requests) {
    const own = verdicts.subarray(at, at + checks.length);
    at += checks.length;
    done(
      own.findIndex((verdict) => verdict !== 1),
      own,
    );
  }
}
