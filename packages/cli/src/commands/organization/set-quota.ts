import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { role } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

const amount = wholeNumber(0, Number.MAX_SAFE_INTEGER);
export const command = defineCommand({
  path: 'organization set-quota',
  summary: 'Say how much organizations of a role may use in a day',
  details: 'Of several roles the most counts. Zeros set no bound.',
  examples: [
    'touchmark organization set-quota enterprise-operator --registrations 100000 --bytes 50000000 --key office',
  ],
  arguments: { role: required('ROLE', 'the role', role) },
  options: {
    registrations: required('--registrations <number>', 'identifiers registered in a day', amount),
    bytes: required('--bytes <number>', 'bytes of transactions in a day', amount),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [
        actions.setQuota({
          role: values.role,
          registrations: values.registrations,
          bytes: values.bytes,
        }),
      ],
      values,
    );
  },
});
