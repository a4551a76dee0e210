import type { VerifiedChangesAnswer } from '@touchmark/verify';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { optional, required } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { changesJson } from '../../output/history-json.ts';
import { changesText } from '../../output/history-text.ts';
import { wordsOf } from '../../output/words.ts';

const block = wholeNumber(0, Number.MAX_SAFE_INTEGER - 1);

export const command = defineCommand({
  path: 'record changes',
  summary: 'List what changed under a prefix between two blocks, proven complete',
  details:
    'Records directly under the prefix, and the prefix itself. That nothing else changed in these ' +
    'blocks is proven.',
  examples: ['touchmark record changes 88.118.8 --from 100 --to 200 --json'],
  arguments: { prefix: required('PREFIX', 'prefix, such as 88.118.8', prefix) },
  options: {
    from: required('--from <block>', 'first block', block),
    to: optional('--to <block>', 'last block; not given: the newest', block),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const client = await openClient(context, values);
    const { from } = values;
    // The newest header proves the state before its block.
    const to = values.to ?? (await client.latestHeader()).height - 1;
    if (to < from) throw new UsageError(`--from ${from} is after ${to}, the last block.`);
    const answers: VerifiedChangesAnswer[] = [];
    for await (const answer of client.changes(values.prefix, { from, to })) {
      answers.push(answer);
      context.output.progress(wordsOf(context.language).progress(answer.complete.to, to));
    }
    context.output.result(changesJson(answers), () => changesText(answers, context));
  },
});
