import { resolve } from 'node:path';
import { resolveConfiguration } from '@touchmark/node';
import { defineCommand } from '../../command/definition.ts';
import { lockDataDirectory } from '../../data-directory/lock.ts';
import { hasCode } from '../../files/has-code.ts';
import { openNode } from '../../node-process/open-node.ts';
import { serveUntilStopped } from '../../node-process/serve-until-stopped.ts';
import { configurationSources, NODE_OPTIONS } from '../../options/node.ts';

export const command = defineCommand({
  path: 'node start',
  summary: 'Run a node in the foreground',
  details:
    'Prints one line `ready URL` on stdout when it serves; its log goes to stderr. SIGTERM and ' +
    'SIGINT stop it: it finishes what is in hand and exits with 0. Prepare the data directory ' +
    'with `touchmark node init`. npx does not pass signals on: `touchmark node stop` reaches the node ' +
    'behind it, and a supervisor such as systemd starts `node_modules/.bin/touchmark node start …` itself.',
  examples: [
    'touchmark node start --data /var/lib/touchmark',
    'touchmark node start --data d --port 0 --set log.level=warn',
  ],
  arguments: {},
  options: NODE_OPTIONS,
  async run(context, values) {
    const configuration = resolveConfiguration(await configurationSources(context, values));
    const stop = context.takeInterrupts();
    const unlock = lockDataDirectory(resolve(configuration.node.dataDirectory), 'node');
    try {
      const node = await openNode(configuration, stop);
      context.output.line({ ready: node.url }, () => `ready ${node.url}`);
      await serveUntilStopped(node, stop);
    } catch (error) {
      // Stopped while it waited for others: that is what was asked for.
      if (!(stop.aborted && hasCode(error, 'ENGINE_CLOSING'))) throw error;
    } finally {
      unlock();
    }
  },
});
