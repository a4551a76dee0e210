import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { flag, optional, required } from '../../command/parameter.ts';
import { moment } from '../../options/moment.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix delegate-administration',
  summary: 'Let an organization administer a prefix in the name of its holder',
  details:
    'It registers, updates and retires under the prefix and what its holder has below it; the records ' +
    'are the holder’s and stay when the delegation ends. With --may-delegate it appoints others and ' +
    'delegates prefixes, too.',
  examples: [
    'touchmark prefix delegate-administration 88.118.8 bolts --until 2027-01-01 --key acme',
  ],
  arguments: {
    prefix: required('PREFIX', 'prefix', prefix),
    administrator: required('ORGANIZATION', 'id of the organization', organizationId),
  },
  options: {
    mayDelegate: flag('--may-delegate', 'it may delegate on'),
    until: optional('--until <time>', 'when it ends', moment, {
      otherwise: 'until it is revoked',
    }),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const action = actions.delegateAdministration({
      prefix: values.prefix,
      administrator: values.administrator,
      mayDelegate: values.mayDelegate ? 'yes' : 'no',
      untilMs: values.until ?? 0,
    });
    await sendAndReport(context, client, [action], values);
  },
});
