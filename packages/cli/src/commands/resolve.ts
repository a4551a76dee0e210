import type { CommandContext } from '../command/context.ts';
import { followJson } from '../output/history-json.ts';
import { followText } from '../output/history-text.ts';
import { disclosedRecord } from '../client/disclosed-record.ts';
import { openClient } from '../client/open-client.ts';
import { asOf } from '../command/as-of.ts';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { flag, optional, required, type ValuesOf } from '../command/parameter.ts';
import { UsageError } from '../command/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { keyName } from '../keystore/keystore.ts';
import { PASSPHRASE_OPTIONS } from '../options/keys.ts';
import { READING_OPTIONS } from '../options/reading.ts';
import { openSigningKey } from '../options/writing.ts';
import { answerJson, answerText } from '../output/answer.ts';

interface Asked {
  readonly id: string;
  readonly key: string | undefined;
  readonly asOf: unknown;
}

async function followAndReport(
  context: CommandContext,
  values: ValuesOf<typeof READING_OPTIONS> & Asked,
): Promise<ExitCode> {
  if (values.key !== undefined || values.asOf !== undefined) {
    throw new UsageError('Aliases are followed as they are now: leave out --as-of and --key.');
  }
  const client = await openClient(context, values);
  const answer = await client.follow(values.id);
  context.output.result(followJson(answer), () => followText(answer, context));
  return answer.outcome === 'present' ? EXIT.done : EXIT.absent;
}

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
    'touchmark resolve 88.118.8/OLD-1 --follow',
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
    follow: flag(
      '--follow',
      'follow aliases to what they mean, each step proven: as `record follow`',
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
    if (values.follow) return followAndReport(context, values);
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
