import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { GOVERNED_OPTIONS, openWritingClient, sendAndReport } from '../../options/writing.ts';
import { readConstitutionFile } from '../../transaction/read-constitution.ts';

export const command = defineCommand({
  path: 'constitution set',
  summary: 'Replace the constitution, mostly by a vote',
  details:
    'FILE is JSON as `constitution show --json` prints it: committees and rules. A rule may leave ' +
    'out quorum (0/1), delayMs (0) and veto (none). Every other open proposal is dropped when it takes ' +
    'effect. What it would change: `proposal dry-run`.',
  examples: [
    'touchmark constitution show --json > constitution.json',
    'touchmark constitution set constitution.json --propose "Two thirds for admissions" --key office',
  ],
  arguments: { file: required('FILE', 'the whole constitution; - for standard input', text) },
  options: GOVERNED_OPTIONS,
  async run(context, values) {
    const constitution = await readConstitutionFile(context, values.file);
    const client = await openWritingClient(context, values);
    await sendAndReport(context, client, [actions.setConstitution(constitution)], values);
  },
});
