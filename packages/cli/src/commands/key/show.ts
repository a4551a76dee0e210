import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { keyJson, keyText } from '../../keystore/describe-key.ts';
import { keyName, keystoreDirectory, readStoredKey } from '../../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../../options/keys.ts';

export const command = defineCommand({
  path: 'key show',
  summary: 'Show a key: its id and its public part',
  examples: ['touchmark key show acme'],
  arguments: { name: required('NAME', 'name of the key', keyName) },
  options: KEYSTORE_OPTION,
  async run({ output }, { name, keystore }) {
    const key = await readStoredKey(keystoreDirectory(keystore), name);
    output.result(keyJson(key), () => keyText(key));
  },
});
