import type { GivenKey } from '@touchmark/ledger';
import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { oneOrMore, optional, repeated, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { parsePublicKey } from '../../keystore/describe-key.ts';
import { organizationId, role, ROLE_NAMES } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization admit',
  summary: 'Admit an organization to the network',
  details:
    'Signed by an administrator. The new organization makes its key itself (`touchmark key ' +
    'create`) and tells its public part, as `touchmark key show` prints it.',
  examples: [
    'touchmark organization admit acme --name "Acme 轴承" --role enterprise-operator --public-key ed25519:HEX --key office',
  ],
  arguments: { id: required('ID', 'its id: a-z 0-9 -', organizationId) },
  options: {
    name: optional('--name <text>', 'its name, for people', text, { otherwise: 'its id' }),
    role: repeated('--role <role>', `what it may do: ${ROLE_NAMES}`, role),
    publicKey: oneOrMore(
      '--public-key <key>',
      'a public key of it, such as ed25519:HEX',
      parsePublicKey,
    ),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const keys: GivenKey[] = values.publicKey;
    const { id, name = id } = values;
    await sendAndReport(
      context,
      client,
      [actions.admit({ id, name, roles: values.role, keys })],
      values,
    );
  },
});
