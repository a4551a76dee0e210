import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { prefixVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { GOVERNED_OPTIONS, openWritingClient, sendAndReport } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix reassign',
  summary: 'Give a prefix whose holder is gone to another organization',
  details:
    'The holder has left, or is suspended without an end. Records and prefixes under it stay with ' +
    'their holders; administrators appointed before have no more right.',
  examples: [
    'touchmark prefix reassign 88.118.8 bolts --reason "acme is insolvent" --propose "88.118.8 goes on" --key office',
  ],
  arguments: {
    prefix: required('PREFIX', 'prefix', prefix),
    to: required('TO', 'id of the organization that gets it', organizationId),
  },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...VERSION_OPTION,
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const expectedVersion = await prefixVersion(client, values.prefix, values.expectedVersion);
    const { prefix: name, to, reason } = values;
    const action = actions.reassignPrefix({ prefix: name, expectedVersion, to, reason });
    await sendAndReport(context, client, [action], values);
  },
});
