import { administrators } from '@touchmark/sdk';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime } from '../../output/plain.ts';
import { vouchedJson } from '../../output/record-json.ts';
import { vouchedText } from '../../output/record-text.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'prefix administrators',
  summary: 'List who was appointed to administer a prefix, proven complete',
  details:
    'Also those whose time is over or whose right was revoked. A right holds only while that of its ' +
    'grantor does.',
  examples: ['touchmark prefix administrators 88.118.8 --json'],
  arguments: { prefix: required('PREFIX', 'prefix', prefix) },
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const { proof, administrators: found } = await administrators(client, values.prefix);
    const rows = found.map((one) => ({
      organization: one.organization,
      status: one.status,
      grantor: one.grantor,
      mayDelegate: one.mayDelegate,
      until: one.untilMs === null ? null : isoTime(one.untilMs),
      reason: one.reason,
    }));
    const json = { prefix: values.prefix, administrators: rows, verified: vouchedJson(proof) };
    context.output.result(json, () => {
      const table = textTable(
        rows.map((row) => [row.organization, row.status, row.grantor, row.until ?? '']),
      );
      return `${table}\n\n${vouchedText(proof, context)}`;
    });
  },
});
