import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { COSIGNING_OPTIONS, openCosigningClient } from '../../options/cosigning.ts';
import { organizationId } from '../../options/organization.ts';
import { prefixVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { sendAndReport } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix transfer',
  summary: 'Give a prefix to another organization',
  details:
    'Both sides sign: give the receiver’s key with --cosign. Records and prefixes under it stay with ' +
    'their holders; administrators appointed by the old holder have no more right.',
  examples: ['touchmark prefix transfer 88.118.8 bolts --key acme --cosign bolts'],
  arguments: {
    prefix: required('PREFIX', 'prefix', prefix),
    to: required('TO', 'id of the organization that gets it', organizationId),
  },
  options: { ...VERSION_OPTION, ...COSIGNING_OPTIONS },
  async run(context, values) {
    const client = await openCosigningClient(context, values);
    const expectedVersion = await prefixVersion(client, values.prefix, values.expectedVersion);
    const { prefix: name, to } = values;
    const action = actions.transferPrefix({ prefix: name, expectedVersion, to });
    await sendAndReport(context, client, [action], values);
  },
});
