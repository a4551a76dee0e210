import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { VALUE_PLACE } from '../../options/value-place.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'record withdraw',
  summary: 'Take back the signature of a value',
  details:
    'If the rule of the request allows it. A value that then has too few signatures leaves the record.',
  examples: ['touchmark record withdraw 88.118.8/A-1 5 --reason "wrong lot" --key lab'],
  arguments: VALUE_PLACE,
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id: identifier, index, reason } = values;
    const action = actions.withdrawSignature({ identifier, index, reason });
    await sendAndReport(context, client, [action], values);
  },
});
