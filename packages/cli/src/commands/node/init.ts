import { resolve } from 'node:path';
import { equalBytes, MAX_GENESIS_BYTES, parseGenesis } from '@touchmark/codec';
import { initializeState } from '@touchmark/ledger';
import { defaultConfigurationFile, encodeValidatorKey } from '@touchmark/node';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { FILES } from '../../data-directory/files.ts';
import { prepareDataDirectory } from '../../data-directory/marker.ts';
import { hasCode } from '../../files/has-code.ts';
import { readInput } from '../../files/read-input.ts';
import { writeOutput } from '../../files/write-output.ts';
import { keyName, openKey } from '../../keystore/keystore.ts';
import { passphraseFor } from '../../keystore/passphrase.ts';
import { PASSPHRASE_OPTIONS, passphraseSource } from '../../options/keys.ts';
import { shellWord } from '../../output/shell-word.ts';

async function writeNew(path: string, data: Uint8Array | string, secret: boolean): Promise<void> {
  try {
    await writeOutput(path, data, { exclusive: true, secret });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new UsageError(
      `${path} exists: this data directory is prepared already. Nothing was changed.`,
    );
  }
}

export const command = defineCommand({
  path: 'node init',
  summary: 'Prepare a data directory for a node',
  details:
    'Puts in it the genesis file, the validator key (readable by its owner alone, not encrypted: ' +
    'the node has to start without a person) and a settings file to edit.',
  examples: [
    'touchmark node init --data /var/lib/touchmark --genesis genesis.json --validator-key node1',
  ],
  arguments: {},
  options: {
    data: required('--data <directory>', 'directory to prepare: new, or empty', text),
    genesis: required('--genesis <file>', 'genesis file of the network', text),
    validatorKey: required(
      '--validator-key <name>',
      'key of the keystore that signs blocks',
      keyName,
    ),
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    const genesis = await readInput(context, values.genesis, MAX_GENESIS_BYTES);
    const parsed = parseGenesis(genesis);
    // What can't found a ledger is told now, not when the node starts.
    initializeState(parsed);
    const { chainId, validators } = parsed;
    const source = passphraseSource(values);
    const passphrase = await passphraseFor(context, source, values.validatorKey);
    const key = await openKey(source.directory, values.validatorKey, passphrase);
    if (key.algorithm !== 'ed25519') {
      throw new UsageError(
        `A validator signs with ed25519; the key "${values.validatorKey}" is ${key.algorithm}.`,
      );
    }
    const { publicKey } = key;
    if (!validators.some((validator) => equalBytes(validator.publicKey, publicKey))) {
      throw new UsageError(
        `The key "${values.validatorKey}" is none of the validators of ${values.genesis}. ` +
          'Give the key that the genesis file names, or the genesis file that names this key.',
      );
    }
    const directory = resolve(values.data);
    await prepareDataDirectory(directory);
    await writeNew(resolve(directory, FILES.validatorKey), encodeValidatorKey(key.secretKey), true);
    await writeNew(resolve(directory, FILES.configuration), defaultConfigurationFile(), false);
    await writeNew(resolve(directory, FILES.genesis), genesis, false);
    context.output.talk(
      `Ready. Start it with: npx touchmark node start --data ${shellWord(values.data)}`,
    );
    context.output.result({ chainId, data: directory }, () => directory);
  },
});
