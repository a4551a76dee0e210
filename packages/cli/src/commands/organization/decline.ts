import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization decline',
  summary: 'Decline an application',
  details: 'The applicant may apply again.',
  examples: ['touchmark organization decline acme --reason "no licence" --key office'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.decline({ id: values.id, reason: values.reason })],
      values,
    );
  },
});
