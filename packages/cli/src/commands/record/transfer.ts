import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { identifier, warnOfConfusables } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { COSIGNING_OPTIONS, openCosigningClient } from '../../options/cosigning.ts';
import { organizationId } from '../../options/organization.ts';
import { recordVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { sendAndReport } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'record transfer',
  summary: 'Give a record to another organization',
  details:
    'Both sides sign: give the receiver’s key with --cosign. Where the keys lie on two machines, use ' +
    '`touchmark transaction create` with naming.transfer, and `transaction sign` on the other one.',
  examples: ['touchmark record transfer 88.118.8/A-1 bolts --key acme --cosign bolts'],
  arguments: {
    id: required('ID', 'identifier', identifier),
    to: required('TO', 'id of the organization that gets it', organizationId),
  },
  options: { ...VERSION_OPTION, ...COSIGNING_OPTIONS },
  async run(context, values) {
    warnOfConfusables(context, values.id);
    const client = await openCosigningClient(context, values);
    const expectedVersion = await recordVersion(client, values.id, values.expectedVersion);
    const action = actions.transfer({ identifier: values.id, expectedVersion, to: values.to });
    await sendAndReport(context, client, [action], values);
  },
});
