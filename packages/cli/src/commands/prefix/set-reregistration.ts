import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { duration } from '../../command/parse.ts';
import { prefixVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'prefix set-reregistration',
  summary: 'Say whether retired identifiers under a prefix may be registered again',
  details: 'By the holder that retired them, and so long after that; `never` is the rule at first.',
  examples: ['touchmark prefix set-reregistration 88.118.8 30d --key acme'],
  arguments: {
    prefix: required('PREFIX', 'prefix', prefix),
    after: required('AFTER', 'how long after the retirement, such as 30d; or never', (given) =>
      given === 'never' ? 0 : duration(given),
    ),
  },
  options: { ...VERSION_OPTION, ...WRITING_OPTIONS },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const expectedVersion = await prefixVersion(client, values.prefix, values.expectedVersion);
    const { prefix: name, after: afterMs } = values;
    const action = actions.setReregistration({ prefix: name, expectedVersion, afterMs });
    await sendAndReport(context, client, [action], values);
  },
});
