import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { openEmbeddedEngine } from '@touchmark/engine';
import { ledgerDirectory, loadValidatorKey, resolveConfiguration } from '@touchmark/node';
import { defineCommand } from '../command/definition.ts';
import { required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { FILES } from '../data-directory/files.ts';
import { lockDataDirectory } from '../data-directory/lock.ts';
import { textTable } from '../output/text-table.ts';

export const command = defineCommand({
  path: 'scrub',
  summary: "Check every byte of a stopped node's store",
  details:
    'Recomputes every hash from the records up to the state root, and checks every header, ' +
    'signature, receipt, event and older version. Finds any flipped bit. Changes nothing. Stop ' +
    'the node first.',
  examples: ['touchmark scrub --data /var/lib/touchmark'],
  arguments: {},
  options: { data: required('--data <directory>', 'data directory of the node', text) },
  async run(context, values) {
    const directory = resolve(values.data);
    const configuration = resolveConfiguration({ flags: { 'node.data_directory': directory } });
    const signal = context.takeInterrupts();
    const unlock = lockDataDirectory(directory);
    try {
      const engine = await openEmbeddedEngine({
        directory: ledgerDirectory(configuration),
        genesis: await readFile(resolve(directory, FILES.genesis)),
        validatorSecretKey: await loadValidatorKey('', resolve(directory, FILES.validatorKey)),
      });
      try {
        const { state, chain } = await engine.scrub({ signal }, ({ done, total }) =>
          context.output.progress(`${done} of ${total}`),
        );
        const shown = {
          ...chain,
          records: state.records,
          tableEntries: state.tableEntries,
          root: encodeHex(state.root),
        };
        context.output.result(shown, () =>
          textTable(Object.entries(shown).map(([name, value]) => [name, String(value)])),
        );
        context.output.talk('Everything is as it should be.');
      } finally {
        await engine.close();
      }
    } finally {
      unlock();
    }
  },
});
