import { join, resolve } from 'node:path';
import { encodeHex, equalBytes, MAX_GENESIS_BYTES, parseGenesis } from '@touchmark/codec';
import { initializeState } from '@touchmark/ledger';
import {
  defaultConfigurationFile,
  encodeValidatorKey,
  ensureNodeKey,
  installKnownKey,
  installNewKey,
  signerFiles,
} from '@touchmark/node';
import { generateKey } from '@touchmark/sdk';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { flag, optional, repeated, required, withDefault } from '../../command/parameter.ts';
import { oneOf, text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { FILES } from '../../data-directory/files.ts';
import { prepareDataDirectory } from '../../data-directory/marker.ts';
import { hasCode } from '../../files/has-code.ts';
import { readInput } from '../../files/read-input.ts';
import { writeOutput } from '../../files/write-output.ts';
import { noteInstalled } from '../../keystore/installed-keys.ts';
import { keyName, openKey } from '../../keystore/keystore.ts';
import { passphraseFor } from '../../keystore/passphrase.ts';
import { PASSPHRASE_OPTIONS, passphraseSource } from '../../options/keys.ts';
import { shellWord } from '../../output/shell-word.ts';
import { STATE_SYNC_OPTIONS, stateSyncSettings } from '../../options/state-sync.ts';
import { listenAddress } from '../../values/listen-address.ts';
import { peerAddress } from '../../values/peer-address.ts';
import { programFile } from '../../values/program-file.ts';
import { inLanguage } from '../../output/in-language.ts';

async function orPrepared(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new UsageError(
      `${path} is there: this data directory is prepared already. Nothing was changed.`,
    );
  }
}

const writeNew = (path: string, data: Uint8Array | string, secret = false): Promise<void> =>
  orPrepared(path, () => writeOutput(path, data, { exclusive: true, secret }));

/** The key that signs; of a replicated ledger with what it has signed, if that is known. */
function putKey(
  directory: string,
  secretKey: Uint8Array,
  { isReplicated, isKnown }: { isReplicated: boolean; isKnown: boolean },
): Promise<void> {
  const files = signerFiles(directory, '');
  if (!isReplicated) return writeNew(files.key, encodeValidatorKey(secretKey), true);
  return isKnown ? installKnownKey(files, secretKey) : installNewKey(files, secretKey);
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
    'state of other nodes, checked against a header that is trusted, and has no blocks from before. A key of the ' +
    "keystore that was given to a node of this network before is held until the ledger says that it is this node's.",
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
    neverSigned: flag(
      '--never-signed',
      'the key was given to a node before, and that one was never started',
    ),
    engine: withDefault(
      '--engine <word>',
      'embedded: this node alone signs; cometbft: with the nodes of others',
      oneOf('embedded', 'cometbft'),
      'embedded',
    ),
    cometbft: optional(
      '--cometbft <file>',
      'program of CometBFT, as `npm run --silent setup:cometbft -- v0.39` prints it',
      programFile,
    ),
    listen: withDefault(
      '--listen <address>',
      'HOST:PORT for the nodes of others, with cometbft',
      listenAddress,
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
        '--cometbft is missing: the program that `npm run setup:cometbft -- v0.39` builds, and whose path it prints.',
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
    const isKnown =
      isReplicated && name !== undefined && !values.neverSigned
        ? await noteInstalled(passphraseSource(values).directory, name, chainId)
        : false;
    await orPrepared(directory, () => putKey(directory, key.secretKey, { isReplicated, isKnown }));
    const settings = isReplicated
      ? {
          'engine.mode': 'cometbft',
          'comet.binary': resolve(values.cometbft ?? ''),
          'comet.listen': values.listen,
          'comet.peers': values.peers,
          ...joining,
        }
      : {};
    await writeNew(resolve(directory, FILES.configuration), defaultConfigurationFile(settings));
    await writeNew(resolve(directory, FILES.genesis), genesis);
    context.output.talk(
      inLanguage(
        context,
        `Ready. Start it with: npx touchmark node start --data ${shellWord(values.data)}`,
        `已就绪。启动：npx touchmark node start --data ${shellWord(values.data)}`,
      ),
    );
    if (isKnown) {
      context.output.talk(
        inLanguage(
          context,
          'The key was given to a node of this network before: this one follows, claims it in the ledger, and then signs. ' +
            'If that node was never started, remove this directory and prepare it again with --never-signed.',
          '该密钥曾交给本网络的另一个节点：本节点先跟随，在账本中认领它，然后签名。' +
            '若那个节点从未启动，请删除此目录，并加上 --never-signed 重新准备。',
        ),
      );
    }
    if (!isReplicated) {
      context.output.result({ chainId, data: directory }, () => directory);
      return;
    }
    const node = await ensureNodeKey(join(directory, 'cometbft'));
    const validator = encodeHex(key.publicKey);
    const place = `${node}@HOST:${values.listen.split(':').at(-1)}`;
    context.output.talk(
      inLanguage(
        context,
        `Others reach it as ${place}. ` +
          (isNamed
            ? 'It is a validator from the beginning.'
            : `It follows; to make it a validator, decide on the key ${validator}.`),
        `其他节点以 ${place} 连接它。` +
          (isNamed
            ? '它从一开始就是验证者。'
            : `它只跟随；若要成为验证者，请就密钥 ${validator} 作出决定。`),
      ),
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
