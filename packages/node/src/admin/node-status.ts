import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Services } from '../http/services.ts';
import { VERSION } from '../version.ts';
import type { Watch } from '../watch/watch.ts';
import type { LiveScrub } from './live-scrub.ts';

const NANOSECONDS_PER_MS = 1_000_000;
/** How long a request may have to wait for the main thread; since the last time somebody asked. */
const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();

/** What `touchmark doctor` asks a running node: what is slow, what is full, what is failing. */
export function nodeStatus(services: Services, watch: Watch, scrub: LiveScrub): object {
  const { engine, configuration, readyChecks } = services;
  const { root, ...status } = engine.status();
  const { host, port } = configuration.http;
  const eventLoopDelayMs = {
    p50: delay.percentile(50) / NANOSECONDS_PER_MS,
    p99: delay.percentile(99) / NANOSECONDS_PER_MS,
    max: delay.max / NANOSECONDS_PER_MS,
  };
  delay.reset();
  return {
    version: VERSION,
    runtime: process.version,
    uptimeSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    listen: { host, port },
    root: Buffer.from(root).toString('hex'),
    ...status,
    eventLoopDelayMs,
    ready: readyChecks(),
    disk: watch.disk ?? null,
    keys: watch.keys,
    scrub: { running: scrub.isRunning, last: scrub.last ?? null },
  };
}
