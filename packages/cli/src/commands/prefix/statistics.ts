import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { flag, required, withDefault } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime } from '../../output/plain.ts';
import { vouchedJson } from '../../output/record-json.ts';
import { vouchedText } from '../../output/record-text.ts';
import { textTable } from '../../output/text-table.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 1_000;

export const command = defineCommand({
  path: 'prefix statistics',
  summary: 'Count identifiers, prefixes and organizations, and registrations a day, proven',
  details:
    'Directly under the prefix, or with --industry in all that lies below its first two labels. Days ' +
    'are those of block time in UTC.',
  examples: ['touchmark prefix statistics 88.118 --industry --days 30 --json'],
  arguments: { prefix: required('PREFIX', 'prefix, such as 88.118', prefix) },
  options: {
    industry: flag('--industry', 'the industry of the prefix: its first two labels'),
    days: withDefault('--days <number>', 'the last days', wholeNumber(1, MOST_DAYS), '7'),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const client = await openClient(context, values);
    const { timeMs } = await client.latestHeader();
    const today = Math.floor(timeMs / DAY_MS);
    const industry = values.prefix.split('.').slice(0, 2).join('.');
    const scope = values.industry
      ? ({ kind: 'industry', industry } as const)
      : ({ kind: 'prefix', prefix: values.prefix } as const);
    const days = { from: Math.max(0, today - values.days + 1), to: today };
    const { counts, days: found, proof } = await client.statistics(scope, { days });
    const shown = found.map(({ day, registered, retired }) => ({
      day: isoTime(day * DAY_MS).slice(0, 10),
      registered,
      retired,
    }));
    const { registered = 0, retired = 0, delegated = 0, organizations = 0 } = counts ?? {};
    const totals = { registered, retired, delegated, organizations };
    const json = { scope, ...totals, days: shown, verified: vouchedJson(proof) };
    context.output.result(json, () => {
      const rows = [
        ['identifiers', `${registered} registered, ${retired} of them retired`],
        ['prefixes', `${delegated}, held by ${organizations} organizations`],
        ...shown.map((one) => [one.day, `${one.registered} registered, ${one.retired} retired`]),
      ];
      return `${textTable(rows)}\n\n${vouchedText(proof, context)}`;
    });
  },
});
