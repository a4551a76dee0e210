import type { EngineStatus } from '@touchmark/engine';
import type { ModuleVersions } from '@touchmark/ledger';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LiveScrub } from '../admin/live-scrub.ts';
import { CONSENSUS_STATES, type ConsensusReport } from '../consensus/consensus-report.ts';
import type { EventHub } from '../events/event-hub.ts';
import { missingVersions } from '../watch/module-versions.ts';
import type { Watch } from '../watch/watch.ts';
import { VERSION } from '../version.ts';
import { histogramText, seriesText, summaryText } from './exposition.ts';
import { DURATION_BOUNDS, OUTCOMES, type ResolveTally } from './tally.ts';

/** What the metrics are read from when somebody asks. */
export interface MetricSources {
  status: () => EngineStatus;
  tally: () => ResolveTally;
  workers: () => number;
  /** Connections closed at once because there were too many. */
  dropped: () => number;
  hub: EventHub;
  watch: Watch;
  scrub: LiveScrub;
  versions: () => readonly ModuleVersions[];
  /** Undefined: this process decides the blocks alone. */
  consensus: (() => Promise<ConsensusReport>) | undefined;
}

export interface Metrics {
  /** Seconds, by route pattern, method and status: few series, no client's text. */
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  /** The text of /metrics. */
  render(): Promise<string>;
  contentType: string;
  close(): void;
}

const REQUEST_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'touchmark_build_info',
    help: 'Version of the node and of its runtime; always 1.',
    labelNames: ['version', 'node_version'],
    registers: [registry],
  }).set({ version: VERSION, node_version: process.version }, 1);
  const requests = new Histogram({
    name: 'touchmark_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, without resolutions and event streams.',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BOUNDS,
    registers: [registry],
  });
  return {
    observeRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    render: async () =>
      (await registry.metrics()) +
      engineText(sources.status()) +
      storeText(sources.status()) +
      watchText(sources) +
      versionsText(sources.versions()) +
      edgeText(sources) +
      (sources.consensus === undefined ? '' : consensusText(await sources.consensus())),
    contentType: registry.contentType,
    close: () => registry.clear(),
  };
}

const gauge = (name: string, help: string, value: number) =>
  seriesText(name, 'gauge', help, [{ value }]);
const counter = (name: string, help: string, value: number) =>
  seriesText(name, 'counter', help, [{ value }]);

function engineText(status: EngineStatus): string {
  const { queue, totals, timings } = status;
  return [
    gauge('touchmark_block_height', 'Height of the newest executed block.', status.height),
    gauge(
      'touchmark_block_timestamp_seconds',
      'Time of the newest header, since 1970.',
      status.timeMs / 1_000,
    ),
    gauge(
      'touchmark_running',
      '1 while the engine takes transactions.',
      +(status.state === 'running'),
    ),
    gauge('touchmark_queue_transactions', 'Transactions not durable yet.', queue.transactions),
    gauge('touchmark_queue_bytes', 'Size of those transactions.', queue.bytes),
    gauge('touchmark_queue_limit_transactions', 'Room of the queue.', queue.maxTransactions),
    gauge('touchmark_queue_limit_bytes', 'Room of the queue.', queue.maxBytes),
    counter('touchmark_blocks_total', 'Blocks made durable since the start.', totals.blocks),
    counter('touchmark_transactions_total', 'Transactions made durable.', totals.transactions),
    counter('touchmark_transactions_refused_total', 'Turned away before a block.', totals.refused),
    counter('touchmark_transactions_overload_total', 'Not taken: queue full.', totals.overloaded),
    counter('touchmark_transactions_duplicate_total', 'Sent again.', totals.duplicates),
    summaryText(
      'touchmark_verify_duration_seconds',
      'Signatures of a block.',
      timings.signaturesMs,
    ),
    summaryText('touchmark_execute_duration_seconds', 'Execution of a block.', timings.executeMs),
    summaryText(
      'touchmark_commit_duration_seconds',
      'Durable commit of a block.',
      timings.commitMs,
    ),
    summaryText('touchmark_submit_duration_seconds', 'Submission until durable.', timings.submitMs),
  ].join('');
}

/** What is full, and what is at a standstill. */
function storeText({ store, signatures, sinceCommitMs, queue }: EngineStatus): string {
  const { transactions, bytes, maxTransactions, maxBytes } = queue;
  const saturation = Math.max(transactions / maxTransactions, bytes / maxBytes);
  const always = [
    gauge(
      'touchmark_last_commit_age_seconds',
      'Since the last durable commit, or the start.',
      sinceCommitMs / 1_000,
    ),
    gauge('touchmark_queue_saturation_ratio', 'How full the queue is: 1 refuses.', saturation),
    gauge('touchmark_signature_threads', 'Threads that check signatures.', signatures.workers),
    gauge('touchmark_signature_checks_waiting', 'Not answered yet.', signatures.waiting),
  ];
  if (store === undefined) return always.join('');
  return [
    ...always,
    gauge('touchmark_state_entries', 'Keys in the state.', store.size),
    gauge('touchmark_state_tree_bytes', 'Memory of the tree.', store.treeBytes),
    counter('touchmark_store_commits_total', 'Commits since it was created.', store.commits),
    gauge('touchmark_store_file_bytes', 'Pages that the store uses.', store.fileBytes),
    gauge('touchmark_store_map_bytes', 'What its file may grow to.', store.mapBytes),
    gauge('touchmark_store_readers', 'Open read transactions.', store.readers),
    gauge('touchmark_store_readers_limit', 'How many there may be.', store.maxReaders),
  ].join('');
}

/** What the node found when it last looked after itself. */
function watchText({ watch, scrub }: MetricSources): string {
  const { disk, keys } = watch;
  const { last } = scrub;
  const expiry = keys.map(({ name, source, notAfterMs }) => ({
    labels: { key: name, source },
    value: notAfterMs / 1_000,
  }));
  return [
    ...(disk === undefined
      ? []
      : [
          gauge('touchmark_disk_free_bytes', 'Room beside the ledger.', disk.freeBytes),
          gauge('touchmark_disk_total_bytes', 'Size of that file system.', disk.totalBytes),
        ]),
    seriesText('touchmark_key_expiry_timestamp_seconds', 'gauge', 'End of a key.', expiry),
    gauge('touchmark_scrub_running', '1 while a scrub is under way.', +scrub.isRunning),
    ...(last === undefined
      ? []
      : [
          gauge('touchmark_scrub_ok', '0: the last scrub found damage.', +last.ok),
          gauge('touchmark_scrub_timestamp_seconds', 'End of it.', last.endedAtMs / 1_000),
          gauge('touchmark_scrub_duration_seconds', 'Time it took.', last.seconds),
        ]),
  ].join('');
}

/** By which rules the ledger goes, and whether this software has those to come. */
function versionsText(versions: readonly ModuleVersions[]): string {
  const series = (name: string, help: string, of: (each: ModuleVersions) => number | undefined) =>
    seriesText(
      name,
      'gauge',
      help,
      versions.flatMap((each) => {
        const value = of(each);
        return value === undefined ? [] : [{ labels: { module: each.module }, value }];
      }),
    );
  return [
    series('touchmark_module_version', 'That rules the next block.', ({ active }) => active),
    series('touchmark_module_known_version', 'Newest of this software.', ({ known }) => known),
    series(
      'touchmark_upgrade_height',
      'Block of a version to come.',
      ({ pending }) => pending?.height,
    ),
    gauge(
      'touchmark_upgrades_unknown',
      'Versions to come that this software lacks: update it before, or the node stops.',
      missingVersions(versions).length,
    ),
  ].join('');
}

/** Whether the members decide, and who of them is silent. */
function consensusText({
  state,
  height,
  round,
  peers,
  validators,
  power,
  held,
}: ConsensusReport): string {
  const states = CONSENSUS_STATES.map((name) => ({
    labels: { state: name },
    value: +(name === state),
  }));
  const signed = validators.map(({ address, organization, signedNewest }) => ({
    labels: { validator: address, organization: organization ?? '' },
    value: +signedNewest,
  }));
  const own = validators.find(({ isOwn }) => isOwn);
  return [
    seriesText('touchmark_consensus_state', 'gauge', '1 for the state that it is in.', states),
    gauge('touchmark_consensus_height', 'Height that is being decided.', height),
    gauge('touchmark_consensus_round', 'Tries at it so far.', round),
    gauge('touchmark_consensus_peers', 'Nodes connected with this one.', peers.length),
    gauge('touchmark_consensus_power', 'Voting power of all.', power.total),
    gauge('touchmark_consensus_power_needed', 'The least that decides.', power.needed),
    gauge('touchmark_consensus_own_power', 'Voting power of this node.', own?.power ?? 0),
    gauge('touchmark_consensus_held', '1: restored, and signs nothing yet.', +(held !== undefined)),
    gauge(
      'touchmark_consensus_other_signer',
      '1: somebody else signs with the key of this validator.',
      +(held?.otherSigner !== undefined),
    ),
    seriesText(
      'touchmark_consensus_signed_newest',
      'gauge',
      '1: the validator signed the newest block.',
      signed,
    ),
  ].join('');
}

function edgeText({ tally, workers, dropped, hub }: MetricSources): string {
  const counts = tally();
  const outcomes = OUTCOMES.flatMap((outcome) =>
    [false, true].map((proof) => ({
      labels: { outcome, proof: String(proof) },
      value: counts.total(outcome, proof),
    })),
  );
  const ends = Object.entries(hub.ends).map(([reason, value]) => ({ labels: { reason }, value }));
  return [
    seriesText('touchmark_resolutions_total', 'counter', 'Resolutions, all workers.', outcomes),
    histogramText(
      'touchmark_resolve_duration_seconds',
      'Work for a resolution, all workers.',
      DURATION_BOUNDS,
      counts.durations(),
      counts.durationSumSeconds(),
    ),
    seriesText('touchmark_resolver_workers', 'gauge', 'Worker processes that run.', [
      { value: workers() },
    ]),
    counter('touchmark_connections_dropped_total', 'Closed at once: too many.', dropped()),
    seriesText('touchmark_event_streams', 'gauge', 'Open event streams.', [{ value: hub.clients }]),
    seriesText('touchmark_event_streams_ended_total', 'counter', 'Ended event streams.', ends),
  ].join('');
}
