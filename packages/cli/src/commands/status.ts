import { openClient } from '../client/open-client.ts';
import { defineCommand } from '../command/definition.ts';
import { READING_OPTIONS } from '../options/reading.ts';
import { isoTime, plain, timeText } from '../output/plain.ts';
import { textTable } from '../output/text-table.ts';
import { inLanguage } from '../output/in-language.ts';
import { labelOf } from '../output/labels.ts';

export const command = defineCommand({
  path: 'status',
  summary: 'Show a network in numbers, and whether its node is well',
  details: 'The newest header is verified; the numbers are as the node tells them.',
  examples: ['touchmark status', 'touchmark status --json'],
  arguments: {},
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const header = await client.latestHeader();
    const statistics = await client.statisticsUnverified();
    const { organizations, prefixes, identifiers } = statistics;
    const names = header.signers.map(({ name, address }) =>
      name === undefined ? address : plain(name),
    );
    const shown = {
      chainId: header.chainId,
      header: { block: header.height, time: isoTime(header.timeMs), hash: header.hash },
      state: { block: header.height - 1, root: header.root },
      signers: header.signers.map((signer) => ({ ...signer, power: Number(signer.power) })),
      statistics: { ...statistics, proven: false },
    };
    context.output.result(shown, () =>
      textTable([
        [labelOf(context, 'network'), header.chainId],
        [
          labelOf(context, 'newest header'),
          inLanguage(
            context,
            `block ${header.height}, ${timeText(header.timeMs)}, signed by ${names.join(', ')}`,
            `区块 ${header.height}，${timeText(header.timeMs)}，签名者 ${names.join('、')}`,
          ),
        ],
        [labelOf(context, 'state root'), header.root],
        [labelOf(context, 'organizations'), String(organizations.total)],
        [labelOf(context, 'prefixes'), String(prefixes)],
        [
          labelOf(context, 'identifiers'),
          inLanguage(
            context,
            `${identifiers.registered} registered, ${identifiers.retired} retired`,
            `已注册 ${identifiers.registered}，已停用 ${identifiers.retired}`,
          ),
        ],
      ]),
    );
  },
});
