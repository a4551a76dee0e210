const SLOT_MS = 500;
const SLOTS = 10;

/** Counts over the last five seconds, on a monotonic clock. */
export class RateMeter {
  readonly #counts = new Float64Array(SLOTS);
  readonly #startMs: number;
  #slot = 0;

  constructor(nowMs: number) {
    this.#startMs = nowMs;
  }

  add(count: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#counts[this.#slot % SLOTS] = (this.#counts[this.#slot % SLOTS] ?? 0) + count;
  }

  perSecond(nowMs: number): number {
    this.#advance(nowMs);
    const coveredMs = Math.min(
      (SLOTS - 1) * SLOT_MS + (this.#elapsed(nowMs) % SLOT_MS),
      this.#elapsed(nowMs),
    );
    const sum = this.#counts.reduce((total, count) => total + count, 0);
    return coveredMs < 1 ? 0 : (sum * 1000) / Math.max(coveredMs, SLOT_MS);
  }

  #elapsed(nowMs: number): number {
    return Math.max(0, nowMs - this.#startMs);
  }

  #advance(nowMs: number): void {
    const slot = Math.floor(this.#elapsed(nowMs) / SLOT_MS);
    const steps = Math.min(slot - this.#slot, SLOTS);
    for (let step = 1; step <= steps; step += 1) this.#counts[(this.#slot + step) % SLOTS] = 0;
    // After a long pause every slot was cleared, whichever one comes next.
    if (slot > this.#slot) this.#slot = slot;
  }
}
