import { join, resolve } from 'node:path';
import { encodeHex, equalBytes, MAX_GENESIS_BYTES, parseGenesis } from '@touchmark/codec';
import { initializeState } from '@touchmark/ledger';
import { defaultConfigurationFile, encodeValidatorKey, ensureNodeKey } from '@touchmark/node';
import { generateKey } from '@touchmark/sdk';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { optional, repeated, required, withDefault } from '../../command/parameter.ts';
import { oneOf, text } from '../../command/parse.ts';
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
import { STATE_SYNC_OPTIONS, stateSyncSettings } from '../../options/state-sync.ts';
import { peerAddress } from '../../values/peer-address.ts';

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

interface SigningKey {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** The keystore's key of this name, which signs blocks. */
async function keyNamed(
  context: CommandContext,
  source: ReturnType<typeof passphraseSource>,
  name: string,
): Promise<SigningKey> {
  const key = await openKey(source.directory, name, await passphraseFor(context, source, name));
  if (key.algorithm === 'ed25519') return key;
  throw new UsageError(`A validator signs with ed25519; the key "${name}" is ${key.algorithm}.`);
}

export const command = defineCommand({
  path: 'node init',
  summary: 'Prepare a data directory for a node',
  details:
    'Puts in it the genesis file, the validator key (readable by its owner alone, not encrypted: ' +
    'the node has to start without a person) and a settings file to edit. With --engine cometbft ' +
    'the node replicates the ledger among organizations: a key that the genesis file names makes ' +
    'it a validator from the beginning, any other, or none, a node that follows until a decision ' +
    '(governance.set-validators) names the key that is printed. With --state-sync it begins with the ' +
    'state of other nodes, checked against a header that is trusted, and has no blocks from before.',
  examples: [
    'touchmark node init --data /var/lib/touchmark --genesis genesis.json --validator-key node1',
    'touchmark node init --data d --genesis genesis.json --engine cometbft --cometbft /opt/cometbft --peer ID@HOST:26656',
  ],
  arguments: {},
  options: {
    data: required('--data <directory>', 'directory to prepare: new, or empty', text),
    genesis: required('--genesis <file>', 'genesis file of the network', text),
    validatorKey: optional(
      '--validator-key <name>',
      'key of the keystore that signs blocks; with cometbft a new one, if none is given',
      keyName,
    ),
    engine: withDefault(
      '--engine <word>',
      'embedded: this node alone signs; cometbft: with the nodes of others',
      oneOf('embedded', 'cometbft'),
      'embedded',
    ),
    cometbft: optional(
      '--cometbft <file>',
      'program of CometBFT, as `npm run setup:cometbft` prints it',
      text,
    ),
    listen: withDefault(
      '--listen <address>',
      'HOST:PORT for the nodes of others, with cometbft',
      text,
      '0.0.0.0:26656',
    ),
    peers: repeated('--peer <address>', 'another node, as ID@HOST:PORT', peerAddress),
    ...STATE_SYNC_OPTIONS,
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    const genesis = await readInput(context, values.genesis, MAX_GENESIS_BYTES);
    const parsed = parseGenesis(genesis);
    // What can't found a ledger is told now, not when the node starts.
    initializeState(parsed);
    const { chainId, validators } = parsed;
    const isReplicated = values.engine === 'cometbft';
    if (isReplicated && values.cometbft === undefined) {
      throw new UsageError(
        '--cometbft is missing: the program that `npm run setup:cometbft` builds, and whose path it prints.',
      );
    }
    if (!isReplicated && values.validatorKey === undefined) {
      throw new UsageError('--validator-key is missing: the key that signs the blocks.');
    }
    const joining = stateSyncSettings(values, isReplicated);
    const name = values.validatorKey;
    const key =
      name === undefined ? generateKey() : await keyNamed(context, passphraseSource(values), name);
    const isNamed = validators.some(({ publicKey }) => equalBytes(publicKey, key.publicKey));
    if (!isReplicated && !isNamed) {
      throw new UsageError(
        `The key "${name}" is none of the validators of ${values.genesis}. ` +
          'Give the key that the genesis file names, or the genesis file that names this key.',
      );
    }
    const directory = resolve(values.data);
    await prepareDataDirectory(directory);
    await writeNew(resolve(directory, FILES.validatorKey), encodeValidatorKey(key.secretKey), true);
    const settings = isReplicated
      ? {
          'engine.mode': 'cometbft',
          'comet.binary': resolve(values.cometbft ?? ''),
          'comet.listen': values.listen,
          'comet.peers': values.peers,
          ...joining,
        }
      : {};
    await writeNew(
      resolve(directory, FILES.configuration),
      defaultConfigurationFile(settings),
      false,
    );
    await writeNew(resolve(directory, FILES.genesis), genesis, false);
    context.output.talk(
      `Ready. Start it with: npx touchmark node start --data ${shellWord(values.data)}`,
    );
    if (!isReplicated) {
      context.output.result({ chainId, data: directory }, () => directory);
      return;
    }
    const node = await ensureNodeKey(join(directory, 'cometbft'));
    const validator = encodeHex(key.publicKey);
    context.output.talk(
      `Others reach it as ${node}@HOST:${values.listen.split(':').at(-1)}. ` +
        (isNamed
          ? 'It is a validator from the beginning.'
          : `It follows; to make it a validator, decide on the key ${validator}.`),
    );
    const result = {
      chainId,
      data: directory,
      node,
      validatorKey: validator,
      isValidator: isNamed,
    };
    context.output.result(result, () => directory);
  },
});
