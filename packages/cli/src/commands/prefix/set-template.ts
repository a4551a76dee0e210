import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { flag, optional, required } from '../../command/parameter.ts';
import { listOf, text } from '../../command/parse.ts';
import { prefixVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix set-template',
  summary: 'Say which types of values the records under a prefix must and may have',
  details:
    'Checked when a record directly under the prefix is registered or changed; records that are there ' +
    'stay as they are. With --others alone: no template.',
  examples: ['touchmark prefix set-template 88.118.8 --require NAME,URL --allow BATCH --key acme'],
  arguments: { prefix: required('PREFIX', 'prefix', prefix) },
  options: {
    require: optional('--require <types>', 'types that each record must have', listOf(text)),
    allow: optional('--allow <types>', 'types that it may have', listOf(text)),
    others: flag('--others', 'it may have types that are not named'),
    ...VERSION_OPTION,
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const action = actions.setTemplate({
      prefix: values.prefix,
      expectedVersion: await prefixVersion(client, values.prefix, values.expectedVersion),
      required: values.require ?? [],
      optional: values.allow ?? [],
      others: values.others ? 'yes' : 'no',
    });
    await sendAndReport(context, client, [action], values);
  },
});
