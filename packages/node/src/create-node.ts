import { join } from 'node:path';
import type { Engine } from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';
import { type AdminDoor, openAdminDoor } from './admin/admin-door.ts';
import { LiveScrub } from './admin/live-scrub.ts';
import { nodeStatus } from './admin/node-status.ts';
import { withLastWords } from './comet/open-comet.ts';
import { signerFiles } from './comet/signer/signer-files.ts';
import { heldSigner } from './comet/signer/signing-hold.ts';
import type { Configuration } from './config/schema.ts';
import { EventHub } from './events/event-hub.ts';
import { type Api, createApi } from './http/api.ts';
import { corsRule } from './http/headers.ts';
import { ReceiptWaiters } from './http/receipt-waiters.ts';
import { type ConsensusReport, reportConsensus } from './consensus/consensus-report.ts';
import type { ReadyCheck, Services } from './http/services.ts';
import { StatisticsReader } from './http/statistics-reader.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics } from './measure/metrics.ts';
import { ResolveTally } from './measure/tally.ts';
import { type Doors, openDoors } from './doors.ts';
import { DATA_FILES } from './data-files.ts';
import { openEngine } from './open-engine.ts';
import { requestIds } from './problems/request-id.ts';
import { Resolver } from './resolver/resolver.ts';
import { BodyRoom } from './submission/body-room.ts';
import { keystoreExpiry, type KeyExpirySource } from './watch/key-expiry.ts';
import { describeVersions, moduleVersions } from './watch/module-versions.ts';
import { WaitingDoor } from './waiting-door.ts';
import { Watch } from './watch/watch.ts';

/** So many of the largest bodies may be coming in at the same time. */
const BODIES_AT_ONCE = 64;

/** A node that serves. */
export interface Node extends AsyncDisposable {
  /** `http://127.0.0.1:8080`: where it listens. */
  readonly url: string;
  readonly port: number;
  readonly engine: Engine;
  /**
   * Stops accepting, finishes requests in flight within `node.stop_timeout_ms`, then closes the engine.
   * May be called more than once.
   */
  close(): Promise<void>;
}

export interface NodeOptions {
  /** An engine to serve instead of the one that the settings name; the node closes it. */
  engine?: Engine;
  log?: Logger;
  /** Gives up a start that waits for other nodes; then createNode rejects with ENGINE_CLOSING. */
  stop?: AbortSignal;
  /** What else knows until when keys are valid, beside the key files in the data directory. */
  keys?: readonly KeyExpirySource[];
}

interface Parts {
  services: Services;
  tally: ResolveTally;
  watch: Watch;
  scrub: LiveScrub;
  /** Filled in once the doors are open. */
  doors: { workersReady: () => number; dropped: () => number };
}

function readyChecks(engine: Engine, workers: number, wanted: number): ReadyCheck[] {
  const { state, queue, height } = engine.status();
  const free = queue.maxTransactions - queue.transactions;
  return [
    { name: 'engine', ok: state === 'running', detail: `${state} at block ${height}` },
    { name: 'queue', ok: free > 0, detail: `${queue.transactions} of ${queue.maxTransactions}` },
    {
      name: 'workers',
      // Also without workers the main process resolves: fewer than wanted is slower, not unfit.
      ok: true,
      detail: `${workers} of ${wanted} serve`,
    },
    // Fit until the block comes; then the engine stops.
    { name: 'upgrades', ok: true, detail: describeVersions(moduleVersions(engine)) },
  ];
}

function createWatch(
  configuration: Configuration,
  engine: Engine,
  scrub: LiveScrub,
  { log, keys = [] }: OpenOptions,
): Watch {
  const directory = configuration.node.dataDirectory;
  return new Watch({
    settings: configuration.watch,
    directory,
    log,
    scrub,
    keys: [keystoreExpiry(join(directory, DATA_FILES.keys)), ...keys],
    headerTimeMs: () => engine.status().timeMs,
    versions: () => moduleVersions(engine),
  });
}

type OpenOptions = NodeOptions & { readonly log: Logger };

function createParts(configuration: Configuration, engine: Engine, options: OpenOptions): Parts {
  const { log } = options;
  const scrub = new LiveScrub(engine, log);
  const watch = createWatch(configuration, engine, scrub, options);
  const nextId = requestIds();
  const tally = new ResolveTally();
  const hub = new EventHub(engine.chain, configuration.events, (error) =>
    log.error({ err: error }, 'the events can not be read'),
  );
  const doors: Parts['doors'] = { workersReady: () => 0, dropped: () => 0 };
  const wanted = configuration.resolver.workers;
  const status = () => engine.status();
  const resolver = new Resolver({
    chain: engine.chain,
    cors: corsRule(configuration.http.corsOrigins),
    tally,
    nextId,
    onFailure: (error, id) => log.error({ err: error, request: id }, 'a resolution failed'),
    onNotYet: (_request, _response, answer) => void engine.refresh().then(answer, answer),
  });
  const { dataDirectory, validatorKeyFile } = configuration.node;
  const files = signerFiles(dataDirectory, validatorKeyFile);
  const consensus = async (): Promise<ConsensusReport> => {
    const validators = () => engine.chain.read((view) => readValidators(view));
    const held = () => heldSigner(files, validators());
    return withLastWords(await reportConsensus(engine, Date.now, held), dataDirectory);
  };
  const sources = {
    status,
    tally: () => tally,
    workers: () => doors.workersReady(),
    dropped: () => doors.dropped(),
    hub,
    watch,
    scrub,
    versions: () => moduleVersions(engine),
    consensus: engine.consensus === undefined ? undefined : consensus,
  };
  const services: Services = {
    engine,
    consensus,
    configuration,
    hub,
    log,
    metrics: configuration.metrics.enabled ? createMetrics(sources) : undefined,
    resolver,
    statistics: new StatisticsReader(engine.chain, {
      status,
      resolutions: () => tally.resolutions(),
    }),
    waiters: new ReceiptWaiters(configuration.http.waitingRequests),
    submitters: new ReceiptWaiters(configuration.http.waitingRequests),
    bodies: {
      limitBytes: configuration.http.bodyLimitBytes,
      room: new BodyRoom(BODIES_AT_ONCE * configuration.http.bodyLimitBytes),
    },
    nextId,
    readyChecks: () => readyChecks(engine, doors.workersReady(), wanted),
  };
  return { services, tally, watch, scrub, doors };
}

interface OpenParts extends Parts {
  readonly api: Api;
  readonly open: Doors;
  readonly admin: AdminDoor | undefined;
  readonly stopListening: () => void;
}

async function stop(parts: OpenParts): Promise<void> {
  const { services, watch, open, admin, api } = parts;
  const { engine, hub, waiters, metrics, log } = services;
  const { stopTimeoutMs } = services.configuration.node;
  log.info('stopping: no new connections, finishing what is in hand');
  watch.close();
  const closed = Promise.all([open.close(stopTimeoutMs), admin?.close(stopTimeoutMs)]);
  hub.close();
  waiters.close();
  await closed;
  parts.stopListening();
  await api.close();
  await engine.close();
  metrics?.close();
  log.info('stopped');
}

/**
 * Only what a node opened itself is its own to look after: an engine that was given lies
 * elsewhere, or nowhere.
 */
async function openAdministration(
  configuration: Configuration,
  parts: Parts,
): Promise<AdminDoor | undefined> {
  const { watch, scrub, services } = parts;
  await watch.start();
  if (!configuration.admin.enabled) return undefined;
  const status = (): object => nodeStatus(services, watch, scrub);
  return openAdminDoor({ configuration, log: services.log, scrub, status });
}

async function serve(
  configuration: Configuration,
  engine: Engine,
  options: OpenOptions,
): Promise<Node> {
  const { log } = options;
  const parts = createParts(configuration, engine, options);
  const { services, tally } = parts;
  const api = await createApi(services);
  const stopListening = engine.onBlock((block) => {
    services.waiters.onBlock(block);
    services.hub.onBlock();
  });
  void engine.stopped.then((stopped) => {
    if (stopped.reason === 'failed') log.fatal({ err: stopped.error }, 'the engine has failed');
  });
  const open = await openDoors({ services, tally, handle: (req, res) => api.routing(req, res) });
  Object.assign(parts.doors, open);
  const isOwn = options.engine === undefined;
  const admin = isOwn ? await openAdministration(configuration, parts) : undefined;
  const { height } = engine.status();
  log.info({ url: open.url, chain: engine.chainId, height }, 'serving');
  let closing: Promise<void> | undefined;
  const all: OpenParts = { ...parts, api, open, admin, stopListening };
  const close = (): Promise<void> => (closing ??= stop(all));
  return { url: open.url, port: open.port, engine, close, [Symbol.asyncDispose]: close };
}

async function openWaiting(
  configuration: Configuration,
  log: Logger,
  stop: AbortSignal | undefined,
): Promise<Engine> {
  const door = new WaitingDoor(configuration, log);
  try {
    return await openEngine(configuration, log, { stop, onWaiting: (report) => door.open(report) });
  } finally {
    await door.close();
  }
}

/**
 * Opens the ledger and serves it: the composition root. What it throws says what to do: ConfigurationError is thrown
 * before (by resolveConfiguration), here EngineError, StateError, GenesisFileError, ValidatorKeyError, WorkerError
 * or ListenError.
 */
export async function createNode(
  configuration: Configuration,
  options: NodeOptions = {},
): Promise<Node> {
  const log = options.log ?? createLog(configuration.log);
  const engine = options.engine ?? (await openWaiting(configuration, log, options.stop));
  try {
    return await serve(configuration, engine, { ...options, log });
  } catch (error) {
    await engine.close();
    throw error;
  }
}
