import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { keyId } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization revoke-key',
  summary: 'Revoke a key of an organization for good',
  details:
    'Signed by the organization itself, or by an administrator. What the key signed before stays.',
  examples: [
    'touchmark organization revoke-key acme 0e1a4d3a5b6c7d8e9fa0b1c2d3e4f5061728394a --reason "lost" --key office',
  ],
  arguments: {
    id: required('ID', 'id of the organization', organizationId),
    keyId: required('KEY-ID', 'id of the key: 40 hexadecimal digits', keyId),
  },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, reason } = values;
    await sendAndReport(
      context,
      client,
      [actions.revokeKey({ id, keyId: values.keyId, reason })],
      values,
    );
  },
});
