import { defineCommand } from '../../command/definition.ts';
import { keystoreDirectory } from '../../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../../options/keys.ts';
import { textTable } from '../../output/text-table.ts';
import { listPins } from '../../trust/pins.ts';

export const command = defineCommand({
  path: 'trust list',
  summary: 'List the nodes whose genesis file was trusted on first use',
  examples: ['touchmark trust list'],
  arguments: {},
  options: KEYSTORE_OPTION,
  async run({ output }, { keystore }) {
    const pins = await listPins(keystoreDirectory(keystore));
    const shown = pins.map(({ url, chainId, hash, since }) => ({ url, chainId, hash, since }));
    output.result({ trusted: shown }, () =>
      textTable(
        shown.map(({ url, chainId, hash, since }) => [url, chainId, hash, `since ${since}`]),
      ),
    );
  },
});
