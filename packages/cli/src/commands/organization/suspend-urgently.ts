import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text, wholeNumber } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization suspend-urgently',
  summary: 'Suspend an organization for at most 72 hours',
  details: 'The suspension ends by itself. By a rule of its own, if the constitution has one.',
  examples: [
    'touchmark organization suspend-urgently acme --hours 24 --reason "key stolen" --key office',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    hours: required('--hours <number>', 'how long, 1 to 72', wholeNumber(1, 72)),
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.suspendUrgently({ id: values.id, hours: values.hours, reason: values.reason })],
      values,
    );
  },
});
