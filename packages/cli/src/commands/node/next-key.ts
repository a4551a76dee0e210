import { resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { publicKeyOf } from '@touchmark/crypto';
import { encodeValidatorKey, loadValidatorKey, nextKeyFile } from '@touchmark/node';
import { generateKey } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { UsageError } from '../../command/usage-error.ts';
import { DATA_OPTION, existingLedger } from '../../data-directory/existing-ledger.ts';
import { FILES } from '../../data-directory/files.ts';
import { hasCode } from '../../files/has-code.ts';
import { writeOutput } from '../../files/write-output.ts';

export const command = defineCommand({
  path: 'node next-key',
  summary: 'Make the key that a validator will sign with next',
  details:
    'For a node with CometBFT. The key waits beside the first. Have the members decide on a list of validators in which it ' +
    'stands in the place of the first (governance.set-validators): the running node takes it into use by itself at the ' +
    'block at which that begins, and keeps the first, with what it has signed, under another name. Nothing else has to ' +
    'be done, and no two nodes ever sign with one key.',
  examples: ['touchmark node next-key --data /var/lib/touchmark/node'],
  arguments: {},
  options: DATA_OPTION,
  async run(context, { data }) {
    const { directory } = existingLedger(data);
    const file = resolve(directory, FILES.validatorKey);
    const own = publicKeyOf('ed25519', await loadValidatorKey('', file));
    const next = generateKey();
    const nextFile = nextKeyFile(file);
    try {
      const secret = { exclusive: true, secret: true };
      await writeOutput(nextFile, encodeValidatorKey(next.secretKey), secret);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      throw new UsageError(
        `${nextFile} exists: a key waits already. Remove the file if no decision names it.`,
      );
    }
    const shown = { key: encodeHex(own), nextKey: encodeHex(next.publicKey), file: nextFile };
    context.output.talk(
      `Decide on a list of validators with ${shown.nextKey} in the place of ${shown.key}.`,
    );
    context.output.result(shown, () => shown.nextKey);
  },
});
