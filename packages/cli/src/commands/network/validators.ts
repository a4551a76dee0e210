import { decodeHex, encodeHex, equalBytes } from '@touchmark/codec';
import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { repeated } from '../../command/parameter.ts';
import { UsageError } from '../../command/usage-error.ts';
import { DATA_OPTION, existingLedger } from '../../data-directory/existing-ledger.ts';
import { validatorsOf, type Voters } from '../../data-directory/read-validators.ts';
import { organizationId } from '../../options/organization.ts';
import { inLanguage } from '../../output/in-language.ts';
import { textTable } from '../../output/text-table.ts';
import { paramsToJson } from '../../transaction/params-to-json.ts';

const POWER = 10;

/** `acme=HEX`, or `acme=HEX:20` with another power. */
function newValidator(given: string): Voters[number] {
  const [, id = '', hex = '', power = String(POWER)] =
    /^([^=]+)=([0-9a-f]{64})(?::([1-9][0-9]{0,8}))?$/.exec(given) ?? [];
  const publicKey = decodeHex(hex);
  if (publicKey?.length === 32) {
    return { organization: organizationId(id), publicKey, power: Number(power) };
  }
  throw new RangeError(
    `must be ID=KEY with 64 hexadecimal digits, or ID=KEY:POWER, not "${given}".`,
  );
}

function changed(now: Voters, added: Voters, removed: readonly string[]): Voters {
  for (const id of removed) {
    if (now.some(({ organization }) => organization === id)) continue;
    throw new UsageError(`"${id}" has no validator, so there is none to strike.`);
  }
  for (const { organization, publicKey } of added) {
    if (!now.some((voter) => equalBytes(voter.publicKey, publicKey))) continue;
    throw new UsageError(`The key given for "${organization}" is a validator already.`);
  }
  return [...now.filter(({ organization }) => !removed.includes(organization)), ...added];
}

/** Whose failure would stop the chain, in both languages; undefined: no one's. */
function dangerOf(validators: Voters): [en: string, zh: string] | undefined {
  const total = validators.reduce((sum, { power }) => sum + power, 0);
  const powers = new Map<string, number>();
  for (const { organization, power } of validators) {
    powers.set(organization, (powers.get(organization) ?? 0) + power);
  }
  const alone = [...powers].filter(([, power]) => power * 3 >= total).map(([id]) => id);
  if (alone.length === 0) return undefined;
  return [
    `Of these ${validators.length} validators each of ${alone.join(', ')} stops the chain when it fails: more than two thirds ` +
      `of the voting power (${total}) has to sign, so nothing is written until it is back. Four validators with the same ` +
      'power are the fewest of which one may fail.',
    `在这 ${validators.length} 个验证者中，${alone.join('、')} 任一故障都会使链停止：须有超过三分之二的投票权（共 ${total}）签名，` +
      '恢复之前无法写入。至少四个投票权相同的验证者，才能容许其中一个故障。',
  ];
}

export const command = defineCommand({
  path: 'network validators',
  summary: 'Show who decides blocks, or print the decision that changes it',
  details:
    'As the state in a data directory has it; its node may run. With --add or --without it prints the action ' +
    'governance.set-validators with the whole new list, for `touchmark proposal create`. The list is that of the ' +
    'moment: if another decision about validators comes between, withdraw the proposal and make it again.',
  examples: [
    'touchmark network validators --data /var/lib/touchmark',
    'touchmark network validators --data d --add epsilon=HEX --without acme > validators.json',
  ],
  arguments: {},
  options: {
    ...DATA_OPTION,
    add: repeated(
      '--add <id=key>',
      'organization and validator key, as its `node init` prints it; ID=KEY:POWER',
      newValidator,
    ),
    without: repeated('--without <id>', 'organization whose validators are struck', organizationId),
  },
  async run(context, { data, add, without }) {
    const validators = await validatorsOf(existingLedger(data).ledger);
    if (add.length + without.length === 0) {
      const shown = validators.map((voter) => ({
        ...voter,
        publicKey: encodeHex(voter.publicKey),
      }));
      context.output.result({ validators: shown }, () =>
        textTable(
          shown.map(({ organization, power, publicKey }) => [
            organization,
            String(power),
            publicKey,
          ]),
        ),
      );
      return;
    }
    const decided = changed(validators, add, without);
    const danger = dangerOf(decided);
    if (danger !== undefined) context.output.warn(inLanguage(context, ...danger));
    const action = actions.setValidators({ validators: decided });
    const shown = { type: action.type, params: paramsToJson(action.params) };
    context.output.result(shown, () => JSON.stringify(shown, null, 2));
  },
});
