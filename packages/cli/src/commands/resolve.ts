import { disclosedRecord } from '../client/disclosed-record.ts';
import { openClient } from '../client/open-client.ts';
import { asOf } from '../command/as-of.ts';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { optional, required } from '../command/parameter.ts';
import { UsageError } from '../command/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { keyName } from '../keystore/keystore.ts';
import { PASSPHRASE_OPTIONS } from '../options/keys.ts';
import { READING_OPTIONS } from '../options/reading.ts';
import { openSigningKey } from '../options/writing.ts';
import { answerJson, answerText } from '../output/answer.ts';

export const command = defineCommand({
  path: 'resolve',
  summary: 'Resolve an identifier: print its record and who vouches for it',
  details:
    'The answer is verified: proof, header and signatures, against the genesis file. Exit code ' +
    '3: proven not to be registered, or retired. With --key its holder sees the restricted values ' +
    'too, each checked against the hash in the record.',
  examples: [
    'touchmark resolve 88.118.8/JXDY2606001',
    'touchmark resolve 88.118.8/JXDY2606001 --url https://node.example --genesis genesis.json --json',
    'touchmark resolve 88.118.8/JXDY2606001 --as-of 2026-09-28T08:30:00Z',
    'touchmark resolve 88.118.8/JXDY2606001 --key jingxin-bearings',
  ],
  arguments: { id: required('ID', 'identifier, such as 88.118.8/JXDY2606001', identifier) },
  options: {
    asOf: optional(
      '--as-of <time|block>',
      'as it was then: a block, a date, or a time with its zone',
      asOf,
    ),
    key: optional(
      '--key <name>',
      'show the restricted values as well: key of the organization that holds the record',
      keyName,
      { otherwise: 'their hashes alone' },
    ),
    ...READING_OPTIONS,
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    warnOfConfusables(context, values.id);
    if (values.key !== undefined && values.asOf !== undefined) {
      throw new UsageError(
        'Restricted values are shown as they are now: leave out --as-of or --key.',
      );
    }
    const key = values.key === undefined ? undefined : await openSigningKey(context, values);
    const client = await openClient(context, values);
    const proven = await client.resolve(values.id, values.asOf ?? {});
    const answer =
      proven.status === 'present' && key !== undefined
        ? { ...proven, record: await disclosedRecord(client, proven.record, key) }
        : proven;
    context.output.result(answerJson(answer), () => answerText(answer, context));
    return answer.status === 'present' ? EXIT.done : EXIT.absent;
  },
});
