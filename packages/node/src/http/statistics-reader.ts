import type { ChainHead, ChainReader, EngineStatus } from '@touchmark/engine';
import { listByRole, organizationRange, readNetworkCounts, ROLES } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import type { Static } from 'typebox';
import { timeOf } from './read-time.ts';
import type { StatisticsSchema } from './schemas/organization.ts';

/** Counting may take at most this share of the time: after 50 ms of it, none for five seconds. */
const PAUSE_FACTOR = 100;
const MOST_ORGANIZATIONS = 10_000_000;

type Organizations = Static<typeof StatisticsSchema>['organizations'];

interface RateSources {
  status: () => EngineStatus;
  /** Resolutions so far, all workers. */
  resolutions: () => number;
}

/**
 * The network in numbers. What has to be counted is counted again only when the ledger has
 * changed, and not too often.
 */
export class StatisticsReader {
  readonly #chain: ChainReader;
  readonly #sources: RateSources;
  #organizations: Organizations = { total: 0, byRole: {} };
  #countedRoot: Uint8Array | undefined;
  #countAgainAt = 0;
  #seen = { resolutions: 0, atMs: performance.now(), perSecond: 0 };

  constructor(chain: ChainReader, sources: RateSources) {
    this.#chain = chain;
    this.#sources = sources;
  }

  read(): Static<typeof StatisticsSchema> {
    return this.#chain.read((view, head) => {
      this.#countOrganizations(view, head);
      const counts = readNetworkCounts(view);
      return {
        chainId: head.chainId,
        block: head.height,
        time: timeOf(head.timeMs),
        organizations: this.#organizations,
        prefixes: counts.delegated,
        identifiers: { registered: counts.registered, retired: counts.retired },
        rates: {
          transactionsPerSecond: this.#sources.status().transactionsPerSecond,
          resolutionsPerSecond: this.#resolutionRate(),
        },
      };
    });
  }

  #countOrganizations(view: StateSnapshot, head: ChainHead): void {
    const start = performance.now();
    if (this.#countedRoot !== undefined) {
      if (Buffer.compare(this.#countedRoot, head.root) === 0 || start < this.#countAgainAt) return;
    }
    let total = 0;
    for (const _ of view.range(organizationRange())) total++;
    const byRole = ROLES.map((role) => [role, listByRole(view, role, MOST_ORGANIZATIONS).length]);
    this.#organizations = { total, byRole: Object.fromEntries(byRole) };
    this.#countedRoot = head.root.slice();
    this.#countAgainAt = performance.now() + (performance.now() - start) * PAUSE_FACTOR;
  }

  /** Over the time since the last question, if that is long enough to say anything. */
  #resolutionRate(): number {
    const nowMs = performance.now();
    const resolutions = this.#sources.resolutions();
    const seconds = (nowMs - this.#seen.atMs) / 1_000;
    if (seconds >= 1) {
      const perSecond = Math.round((resolutions - this.#seen.resolutions) / seconds);
      this.#seen = { resolutions, atMs: nowMs, perSecond };
    }
    return this.#seen.perSecond;
  }
}
