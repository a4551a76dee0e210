import { encode } from '@touchmark/codec';
import { describeRefusal } from '@touchmark/sdk';
import { postBytes } from '../../client/fetch-json.ts';
import { listField, textField } from '../../client/read-field.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { EXIT } from '../../exit-code.ts';
import { organizationId } from '../../options/organization.ts';
import { readActions } from '../../transaction/actions-from-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { isJsonObject } from '../../files/json-object.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import type { Language } from '../../output/language.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf } from '../../output/labels.ts';

export const command = defineCommand({
  path: 'proposal dry-run',
  summary: 'See what a proposal would change, before anybody votes',
  details: 'As the node tells it, for its newest state. Exit code 1 if it would be refused now.',
  examples: ['touchmark proposal dry-run actions.json --author acme'],
  arguments: {
    actions: required('ACTIONS', 'file with the actions as JSON; - for standard input', text),
  },
  options: {
    author: required('--author <id>', 'the organization that would propose it', organizationId),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const actions = await readActions(context, values.actions);
    const body = encode([values.author, actions.map(({ type, params }) => [type, params])]);
    const answer = await postBytes(values.url, '/v1/dry-run', body, values.timeout);
    const code = textField(answer, 'code');
    context.output.result({ ...answer, proven: false }, () =>
      textTable([
        [labelOf(context, 'outcome'), outcomeOf(code, answer['details'], context.language)],
        ...listField(answer, 'changes').flatMap((change) => [
          [
            labelOf(context, 'entry'),
            `${textField(change, 'module')}: ${textField(change, 'entry')}`,
          ],
          [labelOf(context, '- before'), plain(JSON.stringify(change['before']))],
          [labelOf(context, '+ after'), plain(JSON.stringify(change['after']))],
        ]),
      ]),
    );
    return code === 'OK' ? EXIT.done : EXIT.failed;
  },
});

/** The code, and what it means. */
function outcomeOf(code: string, given: unknown, language: Language): string {
  if (code === 'OK') return code;
  const details = isJsonObject(given) ? Object.entries(given).filter(isDetail) : [];
  return `${code}: ${plain(describeRefusal(code, Object.fromEntries(details), language))}`;
}

const isDetail = (entry: [string, unknown]): entry is [string, string | number] =>
  typeof entry[1] === 'string' || typeof entry[1] === 'number';
