import { encodeHex } from '@touchmark/codec';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { inLanguage } from '../../output/in-language.ts';
import { wordsOf } from '../../output/words.ts';

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
        ? inLanguage(context, 'Nothing.', '无。')
        : textTable(
            shown.map((one) => [
              one.kind,
              inLanguage(context, `validator ${one.validator}`, `验证者 ${one.validator}`),
              wordsOf(context.language).atBlock(one.block, one.time),
              inLanguage(context, `proven in block ${one.provenIn}`, `于区块 ${one.provenIn} 证实`),
              one.struck
                ? inLanguage(context, 'struck', '已除名')
                : inLanguage(context, 'not struck', '未除名'),
            ]),
          ),
    );
  },
});
