import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeHex, equalBytes } from '@touchmark/codec';
import {
  ensureNextKey,
  publicKeyIn,
  removeDurably,
  resolveConfiguration,
  type SignerFiles,
  signerFiles,
} from '@touchmark/node';
import { actions, generateKey } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { flag } from '../../command/parameter.ts';
import { DATA_OPTION, existingLedger } from '../../data-directory/existing-ledger.ts';
import { validatorsOf, type Voters } from '../../data-directory/read-validators.ts';
import { configurationSources, NODE_OPTIONS } from '../../options/node.ts';
import { paramsToJson } from '../../transaction/params-to-json.ts';
import { inLanguage } from '../../output/in-language.ts';

/** Why a key can't be replaced. */
class RotationError extends Error {
  readonly code: 'VALIDATOR_NOT_LISTED' | 'VALIDATOR_KEY_DECIDED';

  constructor(code: RotationError['code'], message: string) {
    super(message);
    this.name = 'RotationError';
    this.code = code;
  }
}

const isOf =
  (key: Uint8Array) =>
  ({ publicKey }: Voters[number]): boolean =>
    equalBytes(publicKey, key);

async function cancel({ nextKey }: SignerFiles, validators: Voters): Promise<void> {
  if (!existsSync(nextKey)) return;
  if (validators.some(isOf(await publicKeyIn(nextKey)))) {
    throw new RotationError(
      'VALIDATOR_KEY_DECIDED',
      `The validators have the key in ${nextKey} among them already: it stays, and the node takes it into use.`,
    );
  }
  await removeDurably(nextKey);
}

export const command = defineCommand({
  path: 'node rotate-key',
  summary: 'Replace the validator key of a replicated node',
  details:
    'Makes the new key beside the old one and prints the action that puts it in the place of the old one: the list of ' +
    'validators of today, with that one change. Propose it with `touchmark proposal create`. Both keys stay where ' +
    'they are, and the old one signs, until the members have decided; then the running node takes the new one into ' +
    'use by itself, at the height at which the decision acts, and keeps the old one with what it has signed in ' +
    'retired-keys. Run again, it prints the same key. The list is that of the moment: if another decision about ' +
    'validators comes between, withdraw the proposal and run this again.',
  examples: [
    'touchmark node rotate-key --data /var/lib/touchmark > rotate.json',
    'touchmark proposal create rotate.json --title "New validator key of acme" --vote yes --key acme',
    'touchmark node rotate-key --data /var/lib/touchmark --cancel',
  ],
  arguments: {},
  options: {
    ...DATA_OPTION,
    config: NODE_OPTIONS.config,
    set: NODE_OPTIONS.set,
    cancel: flag('--cancel', 'throw the new key away; withdraw its proposal before'),
  },
  async run(context, values) {
    const { directory, ledger } = existingLedger(values.data);
    const none = { port: undefined, host: undefined, workers: undefined };
    const sources = await configurationSources(context, { ...values, ...none });
    const { node } = resolveConfiguration(sources);
    const files = signerFiles(directory, node.validatorKeyFile);
    const validators = await validatorsOf(ledger);
    if (values.cancel) {
      await cancel(files, validators);
      context.output.result({ cancelled: true }, () =>
        inLanguage(context, 'The validator key stays as it is.', '验证者密钥保持不变。'),
      );
      return;
    }
    const own = await publicKeyIn(files.key);
    if (!validators.some(isOf(own))) {
      throw new RotationError(
        'VALIDATOR_NOT_LISTED',
        `${encodeHex(own)}, the key in ${resolve(files.key)}, is none of the ${validators.length} validators, so there is ` +
          'nothing to replace. Have the members decide on it first: `touchmark network validators --add ID=KEY` ' +
          'prints the action for `touchmark proposal create`.',
      );
    }
    const publicKey = await ensureNextKey(files, () => generateKey().secretKey);
    const action = actions.setValidators({
      validators: validators.map((voter) => (isOf(own)(voter) ? { ...voter, publicKey } : voter)),
    });
    context.output.talk(
      inLanguage(
        context,
        `The new key is ${encodeHex(publicKey)}, in ${files.nextKey}. Propose what is printed here; once it is decided, ` +
          'the node takes the key into use by itself.',
        `新密钥为 ${encodeHex(publicKey)}，位于 ${files.nextKey}。请将此处输出的内容作为提案提出；决定后节点会自行启用该密钥。`,
      ),
    );
    const shown = { type: action.type, params: paramsToJson(action.params) };
    context.output.result(shown, () => JSON.stringify(shown, null, 2));
  },
});
