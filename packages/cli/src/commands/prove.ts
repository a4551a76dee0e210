import { openClient } from '../client/open-client.ts';
import { asOf } from '../command/as-of.ts';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { optional, required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { EXIT } from '../exit-code.ts';
import { writeOutput } from '../files/write-output.ts';
import { READING_OPTIONS } from '../options/reading.ts';
import { answerJson, answerText } from '../output/answer.ts';
import { savedTrust } from '../output/saved-trust.ts';
import { wordsOf } from '../output/words.ts';

export const command = defineCommand({
  path: 'prove',
  summary: 'Save the answer about an identifier, or its absence, with its proof',
  details:
    'Anybody can check the file offline with `touchmark verify` and the genesis file. It is ' +
    'verified before it is saved. Exit code 3: the file proves that the identifier is not ' +
    'registered, or retired.',
  examples: [
    'touchmark prove 88.118.8/JXDY2606001 --out answer.bin',
    'touchmark prove 88.118.8/NOBODY --out absence.bin',
  ],
  arguments: { id: required('ID', 'identifier', identifier) },
  options: {
    out: required('--out <file>', 'file to write', text),
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
    const { bytes, verified } = await client.prove(values.id, values.asOf ?? {});
    await writeOutput(values.out, bytes);
    context.output.result({ file: values.out, bytes: bytes.length, ...answerJson(verified) }, () =>
      answerText(verified, context),
    );
    context.output.talk(
      wordsOf(context.language).saved(values.out, bytes.length, savedTrust(client, values)),
    );
    return verified.status === 'present' ? EXIT.done : EXIT.absent;
  },
});
