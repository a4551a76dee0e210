/** Timers of Node hold at most this; and a clock that was set is noticed at least this often. */
const LONGEST_MS = 60_000;
/** Work that is overdue may need several blocks. */
const SHORTEST_MS = 10;

/** Rings when work of the ledger falls due, so that it is done though no transaction comes. */
export class DueAlarm {
  readonly #clock: () => number;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #dueMs: number | undefined;
  #isStopped = false;

  constructor(clock: () => number, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Replaces what was set before; undefined: there is nothing to wait for. */
  set(dueMs: number | undefined): void {
    if (this.#isStopped) return;
    if (dueMs === this.#dueMs && dueMs === undefined) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    if (dueMs === undefined) return;
    const waitMs = Math.max(SHORTEST_MS, Math.min(dueMs - this.#clock(), LONGEST_MS));
    this.#timer = setTimeout(() => this.#check(), waitMs).unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #check(): void {
    const dueMs = this.#dueMs;
    if (dueMs === undefined) return;
    if (this.#clock() >= dueMs) this.#ring();
    // Until the block has come that does the work and sets the next alarm.
    this.set(dueMs);
  }
}
