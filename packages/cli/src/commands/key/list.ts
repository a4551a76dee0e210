import { encodeHex } from '@touchmark/codec';
import { defineCommand } from '../../command/definition.ts';
import { keyJson, publicKeyText } from '../../keystore/describe-key.ts';
import { keystoreDirectory, listKeys } from '../../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../../options/keys.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'key list',
  summary: 'List the keys in the keystore',
  examples: ['touchmark key list', 'touchmark key list --keystore .touchmark/keys --json'],
  arguments: {},
  options: KEYSTORE_OPTION,
  async run({ output }, { keystore }) {
    const directory = keystoreDirectory(keystore);
    const keys = await listKeys(directory);
    if (keys.length === 0)
      output.talk(`There are no keys in ${directory}. Make one: touchmark key create NAME`);
    output.result({ keystore: directory, keys: keys.map(keyJson) }, () =>
      textTable(keys.map((key) => [key.name, encodeHex(key.keyId), publicKeyText(key)])),
    );
  },
});
