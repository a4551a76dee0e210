import { fetchJson } from '../../client/fetch-json.ts';
import { listField, numberField, textField } from '../../client/read-field.ts';
import { defineCommand } from '../../command/definition.ts';
import { optional, withDefault } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { URL_OPTION } from '../../options/reading.ts';
import { textTable } from '../../output/text-table.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'block list',
  summary: 'List the latest blocks, newest first',
  details: 'As the node tells it: not proven. `block show` verifies one.',
  examples: ['touchmark block list', 'touchmark block list --before 100 --limit 20 --json'],
  arguments: {},
  options: {
    before: optional(
      '--before <block>',
      'only blocks below this one',
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    ),
    limit: withDefault('--limit <number>', 'at most so many', wholeNumber(1, 1_000), '20'),
    ...URL_OPTION,
  },
  async run(context, { url, before, limit }) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (before !== undefined) query.set('before', String(before));
    const page = await fetchJson(url, `/v1/blocks?${query}`);
    const blocks = listField(page, 'blocks');
    context.output.result({ blocks, next: page['next'] ?? null, proven: false }, () =>
      textTable(
        blocks.map((block) => [
          String(numberField(block, 'block')),
          textField(block, 'time'),
          inLanguage(
            context,
            `${numberField(block, 'transactions')} transactions`,
            `交易 ${numberField(block, 'transactions')} 笔`,
          ),
          textField(block, 'hash'),
        ]),
      ),
    );
  },
});
