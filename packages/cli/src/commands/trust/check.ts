import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { optional, repeated } from '../../command/parameter.ts';
import { duration, nodeUrl } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { EXIT } from '../../exit-code.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime, timeText } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'trust check',
  summary: 'Compare the newest header of a node with those of nodes of others',
  details:
    'Two signed headers of one height mean that validators signed twice: exit code 4, and the message names who. A ' +
    'witness that is away, behind or proves nothing does not count; exit code 5 if none counts.',
  examples: ['touchmark trust check --witness https://node.other.example'],
  arguments: {},
  options: {
    witness: repeated('--witness <url>', 'a node of another organization', nodeUrl),
    trustPeriod: optional(
      '--trust-period <duration>',
      'how long validators answer for what they signed; else 30 days',
      duration,
    ),
    ...READING_OPTIONS,
  },
  async run(context, { witness, trustPeriod, ...values }) {
    if (witness.length === 0) throw new UsageError('Name at least one node with --witness.');
    const asked = new URL(values.url).origin;
    if (witness.some((url) => new URL(url).origin === asked)) {
      throw new UsageError(
        `${asked} can't be a witness of itself: name a node of another organization.`,
      );
    }
    const client = await openClient(context, values, {
      witnesses: witness,
      trustPeriodMs: trustPeriod,
    });
    const { header, agreeing } = await client.checkWitnesses();
    const { chainId, height, hash, timeMs } = header;
    const shown = { chainId, block: height, time: isoTime(timeMs), hash, agreeing };
    context.output.result(shown, () =>
      textTable([
        [inLanguage(context, 'block', '区块'), `${height}, ${timeText(timeMs)}`],
        [inLanguage(context, 'hash', '哈希'), hash],
        ...witness.map((url) => [
          url,
          agreeing.includes(url)
            ? inLanguage(context, 'has the same', '一致')
            : inLanguage(
                context,
                'does not say: away, behind, or not proven',
                '未能作证：离线、落后或未经证明',
              ),
        ]),
      ]),
    );
    return agreeing.length === 0 ? EXIT.unreachable : EXIT.done;
  },
});
