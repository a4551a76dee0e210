import type { Node } from '@touchmark/node';

/**
 * Waits until an interrupt asks for the end, then closes the node. An engine that stopped by itself
 * is a failure.
 * @throws the engine's error, after the node was closed.
 */
export async function serveUntilStopped(node: Node, stop: AbortSignal): Promise<void> {
  const interrupted = new Promise<'interrupted'>((settle) => {
    if (stop.aborted) settle('interrupted');
    stop.addEventListener('abort', () => settle('interrupted'), { once: true });
  });
  const outcome = await Promise.race([interrupted, node.engine.stopped]);
  await node.close();
  if (outcome !== 'interrupted' && outcome.reason === 'failed') throw outcome.error;
}
