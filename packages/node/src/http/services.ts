import type { Engine } from '@touchmark/engine';
import type { Configuration } from '../config/schema.ts';
import type { ConsensusReport } from '../consensus/consensus-report.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../measure/metrics.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { BodyLimits } from '../submission/read-body.ts';
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
  /** Why the chain goes on, or why it does not. */
  readonly consensus: () => Promise<ConsensusReport>;
  engine: Engine;
  configuration: Configuration;
  hub: EventHub;
  log: Logger;
  metrics: Metrics | undefined;
  resolver: Resolver;
  statistics: StatisticsReader;
  /** Those who ask for receipts. */
  waiters: ReceiptWaiters;
  /** Those who submitted: they have room of their own, which nobody else can take. */
  submitters: ReceiptWaiters;
  bodies: BodyLimits;
  nextId: () => string;
  readyChecks: () => ReadyCheck[];
}
