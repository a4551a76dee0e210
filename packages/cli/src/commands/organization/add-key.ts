import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { optional, repeated, required, withDefault } from '../../command/parameter.ts';
import { pointInTime, startInTime, text } from '../../command/parse.ts';
import { maybeEmpty } from '../../options/governance.ts';
import { organizationId } from '../../options/organization.ts';
import { KEY_TO_REGISTER, keyToRegister, provenKeys } from '../../options/proven-key.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization add-key',
  summary: 'Register another key of an organization',
  details:
    'Signed by the organization itself with a key that it has: nobody else can give it one. The new ' +
    'key has to show that somebody holds its secret: a key of this keystore does so at once. With ' +
    'scopes it opens restricted values only if naming.read or naming.* is among them.',
  examples: [
    'touchmark organization add-key acme --public-key acme-2 --key acme',
    'touchmark organization add-key acme --public-key sm2:HEX:HEX --label press --scope naming.register --not-after 2027-12-31 --key acme',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    publicKey: required('--public-key <key>', `the new key: ${KEY_TO_REGISTER}`, keyToRegister),
    label: withDefault(
      '--label <text>',
      'words to know it by; everybody can read them',
      maybeEmpty,
      '',
    ),
    scope: repeated(
      '--scope <actions>',
      'what it may sign: module.verb or module.*; not given: all',
      text,
    ),
    notBefore: optional(
      '--not-before <time>',
      'it signs from then on: a date, or a time',
      startInTime,
    ),
    notAfter: optional('--not-after <time>', 'it signs until then: a date, or a time', pointInTime),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, label, scope: scopes, notBefore = 0, notAfter = 0 } = values;
    const owner = { chainId: client.chainId, organization: id };
    const [key] = await provenKeys(context, values, owner, [values.publicKey]);
    const terms = { label, scopes, notBeforeMs: notBefore, notAfterMs: notAfter };
    await sendAndReport(context, client, [actions.addKey({ id, ...key!, ...terms })], values);
  },
});
