import type { Configuration } from '../config/schema.ts';
import type { Logger } from '../log.ts';
import type { LiveScrub } from '../admin/live-scrub.ts';
import type { ModuleVersions } from '@touchmark/ledger';
import { missingVersions } from './module-versions.ts';
import { type DiskRoom, diskRoom } from './disk-room.ts';
import type { KeyExpiry, KeyExpirySource } from './key-expiry.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** How far the wall clock may move against the monotonic one between two looks. */
const CLOCK_STEP_MS = 2_000;
/** A header that lies further ahead than this was not made by a clock that is right now. */
const AHEAD_MS = 10_000;
/** The same is said again after so long, and as soon as it changes. */
const REPEAT_MS = 6 * HOUR_MS;

export interface WatchParts {
  readonly settings: Configuration['watch'];
  readonly directory: string;
  readonly log: Logger;
  readonly scrub: LiveScrub;
  readonly keys: readonly KeyExpirySource[];
  /** Time of the newest header. */
  readonly headerTimeMs: () => number;
  readonly versions: () => readonly ModuleVersions[];
}

/**
 * What is looked at in turns: disk, clock and keys. What should be done about it goes to the log,
 * what it is to metrics.
 */
export class Watch {
  readonly #parts: WatchParts;
  readonly #said = new Map<string, { readonly what: string; readonly atMs: number }>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #clock = { wallMs: Date.now(), monotonicMs: performance.now() };
  #scrubbedAt = performance.now();
  #disk: DiskRoom | undefined;
  #keys: readonly KeyExpiry[] = [];

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  get disk(): DiskRoom | undefined {
    return this.#disk;
  }

  get keys(): readonly KeyExpiry[] {
    return this.#keys;
  }

  async start(): Promise<void> {
    const { intervalMs } = this.#parts.settings;
    if (intervalMs === 0) return;
    await this.look();
    const look = (): void => {
      this.look().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'the node could not look after itself');
      });
    };
    this.#timer = setInterval(look, intervalMs).unref();
  }

  /** One look at everything. */
  async look(): Promise<void> {
    this.#lookAtClock();
    await this.#lookAtDisk();
    await this.#lookAtKeys();
    this.#lookAtVersions();
    this.#scrubIfDue();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stop.abort();
  }

  #lookAtClock(): void {
    const { log, headerTimeMs } = this.#parts;
    const now = { wallMs: Date.now(), monotonicMs: performance.now() };
    const stepMs = now.wallMs - this.#clock.wallMs - (now.monotonicMs - this.#clock.monotonicMs);
    this.#clock = now;
    if (Math.abs(stepMs) > CLOCK_STEP_MS) {
      log.warn(
        { stepMs: Math.round(stepMs) },
        'the clock was set; block time goes on, but check that time is synchronized',
      );
    }
    const aheadMs = headerTimeMs() - now.wallMs;
    if (aheadMs <= AHEAD_MS) return this.#settle('clock');
    this.#say('clock', 'behind', () =>
      log.error(
        { aheadMs: Math.round(aheadMs) },
        'the newest block is later than the clock: the clock is wrong now, or was then; synchronize it',
      ),
    );
  }

  async #lookAtDisk(): Promise<void> {
    const { log, settings, directory } = this.#parts;
    this.#disk = await diskRoom(directory);
    const free = this.#disk?.freeBytes ?? Infinity;
    if (free >= settings.diskFreeBytes) return this.#settle('disk');
    const isUrgent = free < settings.diskFreeBytes / 4;
    const words = 'the disk is filling up; make room or move the data directory to a larger one';
    this.#say('disk', isUrgent ? 'error' : 'warn', () =>
      log[isUrgent ? 'error' : 'warn']({ freeBytes: free }, words),
    );
  }

  async #lookAtKeys(): Promise<void> {
    const { log, settings, keys } = this.#parts;
    this.#keys = (await Promise.all(keys.map((source) => source()))).flat();
    for (const { name, notAfterMs, source } of this.#keys) {
      const days = Math.floor((notAfterMs - Date.now()) / DAY_MS);
      if (days >= settings.keyExpiryDays) continue;
      const facts = { key: name, notAfter: new Date(notAfterMs).toISOString(), days, source };
      const isOver = days < 0;
      this.#say(`key ${name}`, isOver ? 'over' : 'soon', () => {
        if (isOver) log.error(facts, 'a key is past its end; replace it');
        else log.warn(facts, 'a key ends soon; add its successor and let both overlap');
      });
    }
  }

  #lookAtVersions(): void {
    const { log, versions } = this.#parts;
    for (const { module, pending, known } of missingVersions(versions())) {
      if (pending === undefined) continue;
      const { version, height } = pending;
      this.#say(`version ${module}`, `${version} ${height}`, () =>
        log.error(
          { module, version, height, known },
          'a version is to be activated that this software lacks; update it before that block, or the node stops there',
        ),
      );
    }
  }

  #scrubIfDue(): void {
    const { settings, scrub } = this.#parts;
    const hours = settings.scrubHours;
    const isDue = hours > 0 && performance.now() - this.#scrubbedAt >= hours * HOUR_MS;
    if (!isDue || scrub.isRunning) return;
    this.#scrubbedAt = performance.now();
    // What it finds is in the log and in the metrics.
    scrub.run(settings.scrubRecordsPerSecond, this.#stop.signal).catch(() => undefined);
  }

  #say(about: string, what: string, log: () => void): void {
    const before = this.#said.get(about);
    if (before?.what === what && performance.now() - before.atMs < REPEAT_MS) return;
    this.#said.set(about, { what, atMs: performance.now() });
    log();
  }

  #settle(about: string): void {
    this.#said.delete(about);
  }
}
