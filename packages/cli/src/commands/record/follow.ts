import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { identifier, warnOfConfusables } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { EXIT } from '../../exit-code.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { followJson } from '../../output/history-json.ts';
import { followText } from '../../output/history-text.ts';

export const command = defineCommand({
  path: 'record follow',
  summary: 'Follow the aliases of an identifier, each step proven',
  details:
    'A record is an alias if it has a value of type HS_ALIAS: its data is the identifier meant. At ' +
    'most 8 aliases are followed. Exit code 3: nothing is registered at the end, or it is retired.',
  examples: ['touchmark record follow 88.118.8/OLD-1 --json'],
  arguments: { id: required('ID', 'identifier', identifier) },
  options: READING_OPTIONS,
  async run(context, values) {
    warnOfConfusables(context, values.id);
    const client = await openClient(context, values);
    const answer = await client.follow(values.id);
    context.output.result(followJson(answer), () => followText(answer, context));
    return answer.outcome === 'present' ? EXIT.done : EXIT.absent;
  },
});
