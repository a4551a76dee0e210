import type { Engine } from '@touchmark/engine';
import type { Configuration } from '../config/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../measure/metrics.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { ReceiptWaiters } from './receipt-waiters.ts';
import type { StatisticsReader } from './statistics-reader.ts';

/** One condition of being ready. */
export interface ReadyCheck {
  name: string;
  ok: boolean;
  detail: string;
}

/** What routes are made of; put together once, in create-node.ts. */
export interface Services {
  engine: Engine;
  configuration: Configuration;
  hub: EventHub;
  log: Logger;
  metrics: Metrics | undefined;
  resolver: Resolver;
  statistics: StatisticsReader;
  waiters: ReceiptWaiters;
  nextId: () => string;
  readyChecks: () => ReadyCheck[];
}
