import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'prefix show',
  summary: 'Show who holds a prefix, and how much is under it',
  details: 'As the node tells it: not proven.',
  examples: ['touchmark prefix show 88.118.8'],
  arguments: { prefix: required('PREFIX', 'prefix, such as 88.118.8', prefix) },
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const found = await client.prefixUnverified(values.prefix);
    const { counts } = found;
    context.output.result({ ...found, proven: false }, () =>
      textTable([
        ['prefix', found.prefix],
        ['holder', found.holder],
        ['identifiers', `${counts.registered} registered, ${counts.retired} of them retired`],
        ['prefixes', `${counts.delegated} delegated under it`],
      ]),
    );
  },
});
