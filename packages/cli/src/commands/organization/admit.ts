import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { oneOrMore, optional, repeated, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId, role, ROLE_NAMES } from '../../options/organization.ts';
import { KEY_TO_REGISTER, keyToRegister, provenKeys } from '../../options/proven-key.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization admit',
  summary: 'Admit an organization to the network',
  details:
    'Signed by an administrator. The new organization makes its key itself (`touchmark key ' +
    'create`) and shows that it holds it: `touchmark key prove` prints what --public-key takes.',
  examples: [
    'touchmark organization admit acme --name "Acme 轴承" --role enterprise-operator --public-key ed25519:HEX:HEX --key office',
  ],
  arguments: { id: required('ID', 'its id: a-z 0-9 -', organizationId) },
  options: {
    name: optional('--name <text>', 'its name, for people', text, { otherwise: 'its id' }),
    role: repeated('--role <role>', `what it may do: ${ROLE_NAMES}`, role),
    publicKey: oneOrMore('--public-key <key>', `a key of it: ${KEY_TO_REGISTER}`, keyToRegister),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, name = id } = values;
    const owner = { chainId: client.chainId, organization: id };
    const keys = await provenKeys(context, values, owner, values.publicKey);
    await sendAndReport(
      context,
      client,
      [actions.admit({ id, name, roles: values.role, keys })],
      values,
    );
  },
});
