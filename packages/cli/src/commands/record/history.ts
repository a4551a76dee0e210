import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { identifier, warnOfConfusables } from '../../command/identifier.ts';
import { optional, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { EXIT } from '../../exit-code.ts';
import { writeOutput } from '../../files/write-output.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { lifeJson } from '../../output/history-json.ts';
import { lifeText } from '../../output/history-text.ts';

export const command = defineCommand({
  path: 'record history',
  summary: 'Show every version of a record, proven',
  details:
    'Newest first, back to the first registration; retirements and new registrations are versions ' +
    'like others. Exit code 3: proven never to have been registered.',
  examples: ['touchmark record history 88.118.8/JXDY2606001 --json'],
  arguments: { id: required('ID', 'identifier, such as 88.118.8/JXDY2606001', identifier) },
  options: {
    out: optional('--out <file>', 'save the proven answer for `touchmark verify`', text),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    warnOfConfusables(context, values.id);
    const client = await openClient(context, values);
    const answer = await client.life(values.id);
    if (values.out !== undefined) await writeOutput(values.out, answer.bytes);
    context.output.result(lifeJson(answer), () => lifeText(answer, context));
    return answer.versions.length === 0 ? EXIT.absent : EXIT.done;
  },
});
