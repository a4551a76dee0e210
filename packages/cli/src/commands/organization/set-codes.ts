import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { maybeEmpty } from '../../options/governance.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization set-codes',
  summary: 'Say by which credit code and LEI an organization is known',
  details: 'Both are checked: GB 32100 and ISO 17442. What is not given is removed.',
  examples: ['touchmark organization set-codes acme --credit-code 91350100M000100Y43 --key office'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    creditCode: withDefault('--credit-code <code>', 'unified social credit code', maybeEmpty, ''),
    lei: withDefault('--lei <code>', 'legal entity identifier', maybeEmpty, ''),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.setCodes({ id: values.id, creditCode: values.creditCode, lei: values.lei })],
      values,
    );
  },
});
