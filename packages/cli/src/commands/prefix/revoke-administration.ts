import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix revoke-administration',
  summary: 'End the administration of a prefix by an organization',
  details: 'What it delegated on ends with it. Records stay as they are.',
  examples: [
    'touchmark prefix revoke-administration 88.118.8 bolts --reason "contract over" --key acme',
  ],
  arguments: {
    prefix: required('PREFIX', 'prefix', prefix),
    administrator: required('ORGANIZATION', 'id of the organization', organizationId),
  },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { prefix: name, administrator, reason } = values;
    const action = actions.revokeAdministration({ prefix: name, administrator, reason });
    await sendAndReport(context, client, [action], values);
  },
});
