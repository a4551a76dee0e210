import { encodeHex } from '@touchmark/codec';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'organization evidence',
  summary: 'List what blocks have proven of the validators of an organization',
  details:
    'Proven, and proven complete. A validator that signs two things that exclude each other loses its power with the ' +
    'block that proves it (struck), unless those left would not be safe; the members decide what follows, and may ' +
    'set it again with governance.set-validators. See docs/consortium.md.',
  examples: ['touchmark organization evidence jingxin-bearings'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const { evidence, block } = await client.evidence(values.id);
    const shown = evidence.map(({ kind, address, power, height, timeMs, ...rest }) => ({
      kind,
      validator: encodeHex(address),
      power,
      block: height,
      time: isoTime(timeMs),
      provenIn: rest.block,
      struck: rest.isStruck,
    }));
    const result = { organization: values.id, evidence: shown, proven: true, block: block.height };
    context.output.result(result, () =>
      shown.length === 0
        ? 'Nothing.'
        : textTable(
            shown.map((one) => [
              one.kind,
              `validator ${one.validator}`,
              `at block ${one.block}, ${one.time}`,
              `proven in block ${one.provenIn}`,
              one.struck ? 'struck' : 'not struck',
            ]),
          ),
    );
  },
});
