import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { VALUE_PLACE } from '../../options/value-place.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'record close',
  summary: 'End a request for signatures',
  details: 'If its value had become part of the record, it is taken out.',
  examples: ['touchmark record close 88.118.8/A-1 5 --reason "not needed" --key acme'],
  arguments: VALUE_PLACE,
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id: identifier, index, reason } = values;
    const action = actions.closeRequest({ identifier, index, reason });
    await sendAndReport(context, client, [action], values);
  },
});
