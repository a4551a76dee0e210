import { encodeHex, parseGenesis, MAX_GENESIS_BYTES } from '@touchmark/codec';
import { createTransaction, encodePartialTransaction } from '@touchmark/sdk';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { oneOrMore, optional, required, withDefault } from '../../command/parameter.ts';
import { duration, text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { readInput } from '../../files/read-input.ts';
import { writeOutput } from '../../files/write-output.ts';
import { keyId } from '../../keystore/describe-key.ts';
import { keystoreDirectory, readStoredKey } from '../../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../../options/keys.ts';
import { isoTime } from '../../output/plain.ts';
import { shellWord } from '../../output/shell-word.ts';
import { actionsFromJson } from '../../transaction/actions-from-json.ts';
import { inLanguage } from '../../output/in-language.ts';

const MAX_ACTIONS_BYTES = 4 * 1024 * 1024;

async function chainIdOf(
  context: CommandContext,
  chainId: string | undefined,
  genesis: string | undefined,
): Promise<string> {
  if (chainId !== undefined && genesis === undefined) return chainId;
  if (genesis !== undefined && chainId === undefined) {
    return parseGenesis(await readInput(context, genesis, MAX_GENESIS_BYTES)).chainId;
  }
  throw new UsageError('Say for which network: either --genesis FILE or --chain-id ID.');
}

async function signerOf(directory: string, given: string): Promise<Uint8Array> {
  return /^[0-9a-fA-F]{40}$/.test(given)
    ? keyId(given)
    : (await readStoredKey(directory, given)).keyId;
}

export const command = defineCommand({
  path: 'transaction create',
  summary: 'Put a transaction together, offline, for others to sign',
  details:
    'ACTIONS is JSON: {"type": "naming.retire", "params": {…}}, or a list of them; all are done ' +
    "together or not at all. The first signer's organization is the author. Then: `transaction " +
    'sign` wherever the keys are, `transaction submit`.',
  examples: [
    'touchmark transaction create actions.json --genesis genesis.json --signer acme --signer office --out t.transaction',
  ],
  arguments: {
    actions: required('ACTIONS', 'file with the actions as JSON; - for standard input', text),
  },
  options: {
    signer: oneOrMore(
      '--signer <key>',
      'who will sign, in order: a key of the keystore, or a key id',
      text,
    ),
    genesis: optional('--genesis <file>', 'genesis file of the network', text),
    chainId: optional('--chain-id <id>', 'name of the network, instead', text),
    expiresIn: withDefault(
      '--expires-in <duration>',
      'refused after this time, at most 1d',
      duration,
      '1h',
    ),
    out: required('--out <file>', 'file to write', text),
    ...KEYSTORE_OPTION,
  },
  async run(context, values) {
    const chainId = await chainIdOf(context, values.chainId, values.genesis);
    const json = new TextDecoder().decode(
      await readInput(context, values.actions, MAX_ACTIONS_BYTES),
    );
    const actions = actionsFromJson(json, values.actions);
    const directory = keystoreDirectory(values.keystore);
    const signers = await Promise.all(values.signer.map((given) => signerOf(directory, given)));
    const expiresAtMs = Date.now() + values.expiresIn;
    const transaction = createTransaction({ chainId, actions, signers, expiresAtMs });
    await writeOutput(values.out, encodePartialTransaction(transaction));
    const id = encodeHex(transaction.id);
    const shown = {
      transaction: id,
      chainId,
      expires: isoTime(expiresAtMs),
      signers: signers.map(encodeHex),
      file: values.out,
    };
    context.output.result(shown, () => id);
    context.output.talk(
      inLanguage(
        context,
        `Saved in ${values.out}. Next: npx touchmark transaction sign ${shellWord(values.out)} --key NAME`,
        `已保存到 ${values.out}。下一步：npx touchmark transaction sign ${shellWord(values.out)} --key NAME`,
      ),
    );
  },
});
