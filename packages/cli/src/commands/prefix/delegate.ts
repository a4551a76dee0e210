import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix delegate',
  summary: 'Delegate a prefix to an organization',
  details:
    'A prefix of one label is delegated by an administrator, a longer one by the holder of the ' +
    'prefix above it. The new holder needs a role for its level: top-operator, ' +
    'secondary-operator, enterprise-operator.',
  examples: ['touchmark prefix delegate 88.118.40 acme --key sn-machinery'],
  arguments: {
    prefix: required('PREFIX', 'the new prefix', prefix),
    holder: required('HOLDER', 'id of the organization that gets it', organizationId),
  },
  options: GOVERNED_OPTIONS,
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const action = actions.delegate({ prefix: values.prefix, holder: values.holder });
    await sendAndReport(context, client, [action], values);
  },
});
