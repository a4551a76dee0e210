import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeHex, parseGenesis } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import {
  nodeIdIn,
  publicKeyIn,
  readHold,
  resolveConfiguration,
  signerFiles,
} from '@touchmark/node';
import { defineCommand } from '../../command/definition.ts';
import { DataDirectoryError } from '../../data-directory/data-directory-error.ts';
import { DATA_OPTION } from '../../data-directory/existing-ledger.ts';
import { FILES } from '../../data-directory/files.ts';
import { lockOwner } from '../../data-directory/lock.ts';
import { configurationSources, NODE_OPTIONS } from '../../options/node.ts';
import { inLanguage } from '../../output/in-language.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf } from '../../output/labels.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The key in a file, and the address by which CometBFT knows it. */
async function keyIn(file: string): Promise<{ publicKey: string; address: string } | undefined> {
  if (!existsSync(file)) return undefined;
  const publicKey = await publicKeyIn(file);
  const address = encodeHex(validatorAddress(publicKey)).toUpperCase();
  return { publicKey: encodeHex(publicKey), address };
}

export const command = defineCommand({
  path: 'node show',
  summary: 'Show what a data directory is: network, genesis hash, node id, validator key',
  details:
    'Reads files alone: the node may run or not. The genesis hash is the SHA-256 of the file, as sha256sum prints it; founders ' +
    'compare it before they start.',
  examples: [
    'touchmark node show --data /var/lib/touchmark',
    'touchmark node show --data d --json',
  ],
  arguments: {},
  options: { ...DATA_OPTION, config: NODE_OPTIONS.config, set: NODE_OPTIONS.set },
  async run(context, values) {
    const directory = resolve(values.data);
    if (!existsSync(directory)) {
      const message = `There is no data directory ${directory}. Check the path.`;
      throw new DataDirectoryError('DATA_DIRECTORY_MISSING', message);
    }
    const none = { port: undefined, host: undefined, workers: undefined };
    const { node } = resolveConfiguration(
      await configurationSources(context, { ...values, ...none }),
    );
    const genesis = await readFile(node.genesisFile || resolve(directory, FILES.genesis));
    const files = signerFiles(directory, node.validatorKeyFile);
    const [key, nextKey] = [await keyIn(files.key), await keyIn(files.nextKey)];
    const shown = {
      chainId: parseGenesis(genesis).chainId,
      genesisHash: sha256(genesis),
      node: (await nodeIdIn(join(directory, 'cometbft'))) ?? null,
      validatorKey: key?.publicKey ?? null,
      address: key?.address ?? null,
      nextValidatorKey: nextKey?.publicKey ?? null,
      isHeld: (await readHold(files)) !== undefined,
      pid: lockOwner(directory)?.pid ?? null,
    };
    const words = (en: string, zh: string): string => inLanguage(context, en, zh);
    const signs = shown.isHeld ? words(' (held)', '（扣住）') : '';
    context.output.result(shown, () =>
      textTable([
        [labelOf(context, 'network'), shown.chainId],
        [labelOf(context, 'genesis hash'), shown.genesisHash],
        [labelOf(context, 'node id'), shown.node ?? words('none', '无')],
        [labelOf(context, 'validator key'), (shown.validatorKey ?? words('none', '无')) + signs],
        [labelOf(context, 'address'), shown.address ?? words('none', '无')],
        ...(shown.nextValidatorKey === null
          ? []
          : [[labelOf(context, 'next key'), shown.nextValidatorKey]]),
        [labelOf(context, 'process'), shown.pid === null ? words('none', '无') : String(shown.pid)],
      ]),
    );
  },
});
