import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { openChainReader, openEmbeddedEngine } from '@touchmark/engine';
import { ledgerDirectory, loadValidatorKey, resolveConfiguration } from '@touchmark/node';
import { defineCommand } from '../command/definition.ts';
import { required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { DataDirectoryError } from '../data-directory/data-directory-error.ts';
import { FILES } from '../data-directory/files.ts';
import { lockDataDirectory } from '../data-directory/lock.ts';
import { textTable } from '../output/text-table.ts';

const STORE_FILE = 'data.mdb';

/**
 * The engine founds a ledger where there is none; to call that one sound would hide that the real one
 * is lost. So it is looked for first, by a reader that writes nothing.
 * @throws DataDirectoryError, or StateError for a store with no chain in it.
 */
async function requireLedger(directory: string, ledger: string): Promise<void> {
  if (!existsSync(join(ledger, STORE_FILE))) {
    throw new DataDirectoryError(
      'DATA_DIRECTORY_LEDGER_MISSING',
      `${directory} holds no ledger (there is no ${join(ledger, STORE_FILE)}), so nothing was checked. ` +
        'Mount the disk or restore a backup; if no node has ever run here, there is nothing to check.',
    );
  }
  const reader = await openChainReader({ directory: ledger });
  await reader.close();
}

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
      await requireLedger(directory, ledgerDirectory(configuration));
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
