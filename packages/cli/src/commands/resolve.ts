import { openClient } from '../client/open-client.ts';
import { asOf } from '../command/as-of.ts';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { optional, required } from '../command/parameter.ts';
import { EXIT } from '../exit-code.ts';
import { READING_OPTIONS } from '../options/reading.ts';
import { answerJson, answerText } from '../output/answer.ts';

export const command = defineCommand({
  path: 'resolve',
  summary: 'Resolve an identifier: print its record and who vouches for it',
  details:
    'The answer is verified: proof, header and signatures, against the genesis file. Exit code ' +
    '3: proven not to be registered, or retired.',
  examples: [
    'touchmark resolve 88.118.8/JXDY2606001',
    'touchmark resolve 88.118.8/JXDY2606001 --url https://node.example --genesis genesis.json --json',
    'touchmark resolve 88.118.8/JXDY2606001 --as-of 2026-09-28T08:30:00Z',
  ],
  arguments: { id: required('ID', 'identifier, such as 88.118.8/JXDY2606001', identifier) },
  options: {
    asOf: optional(
      '--as-of <time|block>',
      'as it was then: a block, a date, or a time with its zone',
      asOf,
    ),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    warnOfConfusables(context, values.id);
    const client = await openClient(context, values);
    const answer = await client.resolve(values.id, values.asOf ?? {});
    context.output.result(answerJson(answer), () => answerText(answer, context));
    return answer.status === 'present' ? EXIT.done : EXIT.absent;
  },
});
