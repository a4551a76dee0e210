import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { parsePublicKey } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization add-key',
  summary: 'Register another key of an organization',
  details: 'Signed by the organization itself with a key that it has: nobody else can give it one.',
  examples: ['touchmark organization add-key acme --public-key sm2:HEX --key acme'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    publicKey: required(
      '--public-key <key>',
      'the new public key, such as ed25519:HEX',
      parsePublicKey,
    ),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.addKey({ id: values.id, ...values.publicKey })],
      values,
    );
  },
});
