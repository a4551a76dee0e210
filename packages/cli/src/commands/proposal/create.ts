import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { oneOf, text } from '../../command/parse.ts';
import { readActions } from '../../transaction/actions-from-json.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'proposal create',
  summary: 'Propose a list of actions',
  details:
    'ACTIONS is JSON, as for `transaction create`: {"type": "organizations.suspend", "params": {…}}, or a list of them. Many commands take --propose instead.',
  examples: ['touchmark proposal create actions.json --title "New rules" --vote yes --key office'],
  arguments: {
    actions: required('ACTIONS', 'file with the actions as JSON; - for standard input', text),
  },
  options: {
    title: required('--title <text>', 'what it is about; everybody can read it', text),
    vote: withDefault(
      '--vote <choice>',
      'yes: vote for it at once; or none',
      oneOf('yes', 'none'),
      'none',
    ),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const given = await readActions(context, values.actions);
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.propose({ title: values.title, actions: given, vote: values.vote })],
      values,
    );
  },
});
