/** Entry point of a resolver worker process. Started by WorkerPool; everything it needs comes as a message. */
import { openChainReader } from '@touchmark/engine';
import { corsRule } from '../http/headers.ts';
import { closeListener, createListener, listen } from '../http/listener.ts';
import { createLog } from '../log.ts';
import { ResolveTally } from '../measure/tally.ts';
import { requestIds } from '../problems/request-id.ts';
import { Resolver } from '../resolver/resolver.ts';
import { isWorkerTask, type WorkerReport, type WorkerTask } from './messages.ts';
import { MainProxy } from './proxy.ts';

const TALLY_INTERVAL_MS = 500;

const report = (message: WorkerReport): void => {
  if (process.connected) process.send?.(message);
};

async function work(task: WorkerTask): Promise<void> {
  const { configuration, directory, host, port, mainSocket } = task;
  const log = createLog(configuration.log).child({ worker: process.pid });
  const chain = await openChainReader({ directory });
  const nextId = requestIds();
  const tally = new ResolveTally();
  const proxy = new MainProxy(mainSocket, configuration.http.bodyLimitBytes, nextId);
  const resolver = new Resolver({
    chain,
    cors: corsRule(configuration.http.corsOrigins),
    tally,
    nextId,
    onFailure: (error, id) => log.error({ err: error, request: id }, 'a resolution failed'),
    // Only the main process can have a header signed.
    onNotYet: (request, response) => proxy.handle(request, response),
  });
  const server = createListener(configuration.http, (request, response) => {
    if (Resolver.takes(request.method, request.url ?? '')) resolver.handle(request, response);
    else proxy.handle(request, response);
  });
  await listen(server, { host, port, reusePort: true });
  const timer = setInterval(
    () => report({ kind: 'tally', numbers: tally.take() }),
    TALLY_INTERVAL_MS,
  );
  report({ kind: 'ready' });
  // The channel closes when the main process wants it to, or is gone: either way there is nothing more to do.
  process.once('disconnect', () => {
    clearInterval(timer);
    void closeListener(server, configuration.node.stopTimeoutMs)
      .then(() => chain.close())
      .then(() => proxy.close());
  });
}

process.once('message', (message: unknown) => {
  if (!isWorkerTask(message)) return;
  work(message).catch((error: unknown) => {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    process.disconnect();
  });
});
// A signal to the whole process group (Ctrl-C) must not cut off requests in flight: the main process says when to stop.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
