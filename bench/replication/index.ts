import { type BenchOptions, type Figure, isWanted } from '../figure.ts';
import { measureIdentifiers } from './identifiers.ts';
import { measureLatency } from './latency.ts';
import { measureOneDown } from './one-down.ts';
import { measureOverload } from './overload.ts';
import { measureRecovery } from './recovery.ts';
import { IN_BATCHES, measureTransactions, ONE_BY_ONE } from './transactions.ts';

export const REPLICATION_FIGURES: readonly string[] = [
  'bft-transactions',
  'bft-batches',
  'bft-overload',
  'bft-identifiers',
  'bft-latency-p50',
  'bft-latency-p95',
  'bft-one-down',
  'bft-one-down-gap',
  'bft-recovery',
  'bft-recovery-loaded',
];

/** Four validators and the load on one machine. */
export async function* replicationFigures(options: BenchOptions): AsyncIterable<Figure> {
  const within = (name: string): BenchOptions => ({
    ...options,
    directory: `${options.directory}/${name}`,
  });
  const wants = (name: string): boolean => isWanted(options, name);
  if (wants('bft-transactions')) yield await measureTransactions(within('single'), ONE_BY_ONE);
  if (wants('bft-batches')) yield await measureTransactions(within('batches'), IN_BATCHES);
  if (wants('bft-overload')) yield await measureOverload(within('overload'));
  if (wants('bft-identifiers')) yield await measureIdentifiers(within('identifiers'));
  if (wants('bft-latency-p50') || wants('bft-latency-p95'))
    yield* await measureLatency(within('latency'));
  if (wants('bft-one-down')) yield* await measureOneDown(within('one-down'));
  if (wants('bft-recovery')) yield* measureRecovery(within('recovery'));
}
