import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf } from '../../output/labels.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'constitution show',
  summary: 'Show who decides what by which rule, proven',
  examples: ['touchmark constitution show --json'],
  arguments: {},
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const { version, constitution, block } = await client.constitution();
    const shown = { version, ...constitution, proven: true, block: block.height };
    context.output.result(shown, () =>
      textTable([
        [labelOf(context, 'version'), String(version)],
        ...constitution.committees.map(({ name, organizations }) => [
          labelOf(context, 'committee'),
          plain(`${name}: ${organizations.join(', ')}`),
        ]),
        ...constitution.rules.map((rule) => [
          rule.action,
          inLanguage(
            context,
            `${rule.threshold} of ${rule.electorate.join(' + ')}; quorum ${rule.quorum}; ` +
              `voting ${rule.votingMs / 1000} s; delay ${rule.delayMs / 1000} s` +
              (rule.veto.length === 0 ? '' : `; veto ${rule.veto.join(' + ')}`),
            `${rule.electorate.join(' + ')} 中的 ${rule.threshold}；法定人数 ${rule.quorum}；` +
              `投票 ${rule.votingMs / 1000} 秒；延迟 ${rule.delayMs / 1000} 秒` +
              (rule.veto.length === 0 ? '' : `；否决权 ${rule.veto.join(' + ')}`),
          ),
        ]),
      ]),
    );
  },
});
