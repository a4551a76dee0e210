import { fetchJson } from '../../client/fetch-json.ts';
import { listField, textField } from '../../client/read-field.ts';
import { withDefault } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { defineCommand } from '../../command/definition.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { statusText } from '../../output/labels.ts';

export const command = defineCommand({
  path: 'proposal list',
  summary: 'List the proposals, the newest first',
  details: 'As the node tells it; `proposal show` proves each.',
  examples: ['touchmark proposal list --json'],
  arguments: {},
  options: {
    limit: withDefault('--limit <number>', 'at most so many', wholeNumber(1, 1_000), '100'),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const answer = await fetchJson(values.url, `/v1/proposals?limit=${values.limit}`);
    const proposals = listField(answer, 'proposals');
    context.output.result({ proposals, proven: false }, () =>
      textTable(
        proposals.map((proposal) => [
          String(proposal['proposal']),
          statusText(context, textField(proposal, 'status')),
          textField(proposal, 'closes'),
          textField(proposal, 'author'),
          plain(textField(proposal, 'title')),
        ]),
      ),
    );
  },
});
