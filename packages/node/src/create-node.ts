import type { Engine } from '@touchmark/engine';
import type { Configuration } from './config/schema.ts';
import { EventHub } from './events/event-hub.ts';
import { type Api, createApi } from './http/api.ts';
import { corsRule } from './http/headers.ts';
import { ReceiptWaiters } from './http/receipt-waiters.ts';
import type { ReadyCheck, Services } from './http/services.ts';
import { StatisticsReader } from './http/statistics-reader.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics } from './measure/metrics.ts';
import { ResolveTally } from './measure/tally.ts';
import { type Doors, openDoors } from './doors.ts';
import { openEngine } from './open-engine.ts';
import { requestIds } from './problems/request-id.ts';
import { Resolver } from './resolver/resolver.ts';
import { BodyRoom } from './submission/body-room.ts';

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
}

interface Parts {
  services: Services;
  tally: ResolveTally;
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
  ];
}

function createParts(configuration: Configuration, engine: Engine, log: Logger): Parts {
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
  const sources = {
    status,
    tally: () => tally,
    workers: () => doors.workersReady(),
    dropped: () => doors.dropped(),
    hub,
  };
  const services: Services = {
    engine,
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
  return { services, tally, doors };
}

async function stop(doors: Doors, api: Api, { services }: Parts, ended: () => void): Promise<void> {
  const { engine, hub, waiters, metrics, log } = services;
  log.info('stopping: no new connections, finishing what is in hand');
  const closed = doors.close(services.configuration.node.stopTimeoutMs);
  hub.close();
  waiters.close();
  await closed;
  ended();
  await api.close();
  await engine.close();
  metrics?.close();
  log.info('stopped');
}

async function serve(configuration: Configuration, engine: Engine, log: Logger): Promise<Node> {
  const parts = createParts(configuration, engine, log);
  const { services, tally } = parts;
  const api = await createApi(services);
  const stopListening = engine.onBlock((block) => {
    services.waiters.onBlock(block);
    services.hub.onBlock();
  });
  const doors = await openDoors({ services, tally, handle: (req, res) => api.routing(req, res) });
  Object.assign(parts.doors, doors);
  log.info({ url: doors.url, chain: engine.chainId }, 'serving');
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= stop(doors, api, parts, stopListening));
  return { url: doors.url, port: doors.port, engine, close, [Symbol.asyncDispose]: close };
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
  const engine = options.engine ?? (await openEngine(configuration));
  try {
    return await serve(configuration, engine, log);
  } catch (error) {
    await engine.close();
    throw error;
  }
}
