import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization suspend',
  summary: 'Suspend an organization: its transactions are refused from then on',
  details: 'Signed by an administrator. Its records stay and resolve as before.',
  examples: ['touchmark organization suspend acme --reason "certificate withdrawn" --key office'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, reason } = values;
    await sendAndReport(context, client, [actions.suspend({ id, reason })], values);
  },
});
