import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { proposalNumber } from '../../options/governance.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'proposal withdraw',
  summary: 'Take a proposal back',
  details: 'Signed by the organization that made it.',
  examples: ['touchmark proposal withdraw 7 --key office'],
  arguments: { proposal: required('NUMBER', 'its number', proposalNumber) },
  options: {
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(context, client, [actions.withdraw({ proposal: values.proposal })], values);
  },
});
