import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization reinstate',
  summary: 'Let a suspended organization act again',
  details: 'Signed by an administrator.',
  examples: ['touchmark organization reinstate acme --reason "certificate renewed" --key office'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, reason } = values;
    await sendAndReport(context, client, [actions.reinstate({ id, reason })], values);
  },
});
