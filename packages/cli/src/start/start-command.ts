import { resolve } from 'node:path';
import { defineCommand } from '../command/definition.ts';
import type { Command } from '../command/definition.ts';
import { flag, optional } from '../command/parameter.ts';
import { text, wholeNumber } from '../command/parse.ts';
import type { Example } from './example.ts';
import { startExample } from './start.ts';

const port = wholeNumber(0, 65_535);

/** npm runs scripts in the folder of package.json; paths are meant from where the user is. */
function whereTyped(environment: NodeJS.ProcessEnv): string {
  const byNpm =
    environment['npm_lifecycle_event'] === 'start' ? environment['INIT_CWD'] : undefined;
  return byNpm ?? process.cwd();
}

/**
 * `npm start`: the example network, with its data in `checkout`/.touchmark unless said otherwise.
 */
export function startCommand(example: Example, checkout: string): Command {
  return defineCommand({
    path: 'start',
    summary: 'Run a one-process network with an example in it',
    details:
      'The first start founds the network, makes the keys of its organizations and registers the ' +
      'example; later ones go on where it stopped. Prints one line `ready URL` on stdout when ' +
      'it serves. SIGTERM and SIGINT stop it: it finishes what is in hand and exits with 0.',
    examples: [
      'npm start',
      'npm start -- --data /tmp/touchmark --port 9000',
      'npm start -- --fresh',
    ],
    arguments: {},
    options: {
      data: optional('--data <directory>', 'data directory', text, {
        otherwise: '$TOUCHMARK_NODE_DATA_DIRECTORY, else .touchmark in the checkout',
      }),
      port: optional('--port <number>', 'port to listen on; 0: any free one', port, {
        otherwise:
          '8080, unless the environment or touchmark.toml in the data directory says otherwise',
      }),
      host: optional('--host <address>', 'address to listen on; 0.0.0.0: all', text, {
        otherwise: '127.0.0.1, unless they say otherwise',
      }),
      workers: optional(
        '--workers <number>',
        'processes that resolve beside the main one',
        wholeNumber(0, 256),
        { otherwise: '0, unless they say otherwise' },
      ),
      fresh: flag('--fresh', 'start over: remove the example network in the data directory first'),
    },
    run: async (context, { data, fresh, ...flags }) => {
      const { environment } = context;
      // Paths given are meant from where the user is; .touchmark lies in the checkout.
      const named = data ?? (environment['TOUCHMARK_NODE_DATA_DIRECTORY'] || undefined);
      const directory = resolve(whereTyped(environment), named ?? resolve(checkout, '.touchmark'));
      await startExample(context, { ...flags, fresh, directory }, example);
    },
  });
}
