import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf } from '../../output/labels.ts';
import { inLanguage } from '../../output/in-language.ts';

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
        [labelOf(context, 'prefix'), found.prefix],
        [labelOf(context, 'holder'), found.holder],
        [
          labelOf(context, 'identifiers'),
          inLanguage(
            context,
            `${counts.registered} registered, ${counts.retired} of them retired`,
            `已注册 ${counts.registered}，其中已停用 ${counts.retired}`,
          ),
        ],
        [
          labelOf(context, 'prefixes'),
          inLanguage(
            context,
            `${counts.delegated} delegated under it`,
            `其下已委派 ${counts.delegated} 个`,
          ),
        ],
      ]),
    );
  },
});
