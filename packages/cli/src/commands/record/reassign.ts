import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { identifier } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { GOVERNED_OPTIONS, openWritingClient, sendAndReport } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'record reassign',
  summary: 'Give a record whose holder is gone to another organization',
  details: 'The holder has left, or is suspended without an end. The values stay.',
  examples: [
    'touchmark record reassign 88.118.8/A-1 bolts --reason "acme is insolvent" --propose "A-1 goes on" --key office',
  ],
  arguments: {
    id: required('ID', 'identifier', identifier),
    to: required('TO', 'id of the organization that gets it', organizationId),
  },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, to, reason } = values;
    const action = actions.reassign({ identifier: id, to, reason });
    await sendAndReport(context, client, [action], values);
  },
});
