import { createServer } from 'node:net';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';
import { EXIT } from '../exit-code.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const FULL = 0.8;
const SLOW_LOOP_MS = 200;
const SLOW_COMMIT_MS = 1_000;
const ANSWER_MS = 5_000;

export async function checkNode(subject: Subject): Promise<Finding[]> {
  const { isRunning, status, configuration } = subject;
  if (!isRunning) {
    const stopped = ok('node', 'It is not running.');
    return configuration === undefined ? [stopped] : [stopped, await freePort(configuration.http)];
  }
  if (status === undefined) {
    const advice =
      'See its log; if it hangs, restart it. (admin.enabled = false hides it from here.)';
    return [failure('node', 'It runs and does not answer.', advice, EXIT.unreachable)];
  }
  return [
    state(status),
    await publicPort(status),
    ...queue(status),
    ...speed(status),
    ...scrub(status),
  ];
}

function state(status: JsonObject): Finding {
  const { state: found, height, version, runtime } = status;
  const detail = `${String(found)}, block ${String(height)}, version ${String(version)} on ${String(runtime)}.`;
  if (found === 'running') return ok('node', detail);
  const advice =
    'See the reason in its log; after a failure of the disk, check the disk before a restart.';
  return failure('node', detail, advice);
}

/** The port that everybody uses has to answer too. */
async function publicPort(status: JsonObject): Promise<Finding> {
  const listen = objectOf(status['listen']);
  const shown = String(listen['host']);
  const host = shown === '0.0.0.0' ? '127.0.0.1' : shown === '::' ? '[::1]' : shown;
  const port = Number(listen['port']);
  if (port === 0) return ok('port', 'Chosen by the system; see the log for it.');
  const url = `http://${host}:${port}/readyz?verbose=1`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = (await answer.text()).trim().replaceAll('\n', ', ');
    if (answer.ok) return ok('port', `${url}: ${text}`);
    const advice = 'See what is not ready, and the log.';
    return failure('port', `${url}: ${text}`, advice, EXIT.unreachable);
  } catch (error) {
    const detail = `${url}: ${error instanceof Error ? error.message : String(error)}`;
    const advice = 'Check http.host, http.port and the firewall of this machine.';
    return failure('port', detail, advice, EXIT.unreachable);
  }
}

function freePort({ host, port }: { host: string; port: number }): Promise<Finding> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', (error) => {
      const advice =
        'Stop the program that uses it, or choose others with http.host and http.port.';
      settle(failure('port', `${host}:${port} can't be listened on: ${error.message}`, advice));
    });
    server.listen({ host, port }, () => {
      server.close(() => settle(ok('port', `${host}:${port} is free.`)));
    });
  });
}

function queue(status: JsonObject): Finding[] {
  const { transactions, bytes, maxTransactions, maxBytes } = objectOf(status['queue']);
  const share = Math.max(
    Number(transactions) / Number(maxTransactions),
    Number(bytes) / Number(maxBytes),
  );
  const detail = `${Math.round(share * 100)} % full.`;
  if (!(share >= FULL)) return [ok('node.queue', detail)];
  const advice = 'More arrives than can be written. See node.commit and node.event-loop below.';
  return [warning('node.queue', detail, advice)];
}

function speed(status: JsonObject): Finding[] {
  const loop = Number(objectOf(status['eventLoopDelayMs'])['p99']);
  const commit = Number(objectOf(objectOf(status['timings'])['commitMs'])['p99']);
  return [
    loop < SLOW_LOOP_MS
      ? ok('node.event-loop', `p99 ${loop.toFixed(1)} ms.`)
      : warning(
          'node.event-loop',
          `Requests wait for the main thread: p99 ${loop.toFixed(0)} ms.`,
          'Give the node more processor, or resolver.workers for what is read.',
        ),
    commit < SLOW_COMMIT_MS
      ? ok('node.commit', `p99 ${commit.toFixed(1)} ms.`)
      : warning(
          'node.commit',
          `The disk takes its time: p99 ${commit.toFixed(0)} ms for a commit.`,
          'Move the data directory to a faster disk, or see what else uses this one.',
        ),
  ];
}

function scrub(status: JsonObject): Finding[] {
  const last = objectOf(status['scrub'])['last'];
  if (!isJsonObject(last)) return [];
  if (last['ok'] === true) return [ok('node.scrub', 'The last scrub found everything in order.')];
  const advice = 'Stop the node, and restore it from a backup or an export.';
  return [failure('node.scrub', 'The last scrub found damage.', advice, EXIT.unproven)];
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
