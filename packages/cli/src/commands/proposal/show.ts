import { encodeHex } from '@touchmark/codec';
import { describeRefusal, type ProvenProposal } from '@touchmark/sdk';
import { openClient } from '../../client/open-client.ts';
import { required } from '../../command/parameter.ts';
import { proposalNumber } from '../../options/governance.ts';
import type { Language } from '../../output/language.ts';
import { isoTime } from '../../output/plain.ts';
import { paramsToJson } from '../../transaction/params-to-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf, statusText } from '../../output/labels.ts';
import { inLanguage } from '../../output/in-language.ts';

function proposalJson({ number, proposal, title, actions, tally, votes, block }: ProvenProposal) {
  const { status, author, openedMs, closesMs, executesMs, code } = proposal;
  return {
    proposal: number,
    status,
    title,
    author,
    transaction: encodeHex(proposal.transactionId),
    opened: isoTime(openedMs),
    closes: isoTime(closesMs),
    executes: executesMs === null ? null : isoTime(executesMs),
    code,
    actions: actions.map(({ type, params }) => ({ type, params: paramsToJson(params) })),
    rules: proposal.rules.map(({ rule, hash }, place) => ({
      ...rule,
      hash: encodeHex(hash),
      ...tally.counts[place],
    })),
    votes: votes.map(({ organization, choice, reason, keyId, transactionId, height, timeMs }) => ({
      organization,
      choice,
      reason,
      keyId: encodeHex(keyId),
      transaction: encodeHex(transactionId),
      block: height,
      time: isoTime(timeMs),
    })),
    proven: true,
    block: block.height,
  };
}

export const command = defineCommand({
  path: 'proposal show',
  summary: 'Show a proposal: what it does, by which rules, and who voted what',
  details: 'Proven, and that no vote is left out as well.',
  examples: ['touchmark proposal show 7'],
  arguments: { proposal: required('NUMBER', 'its number', proposalNumber) },
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const shown = proposalJson(await client.proposal(values.proposal));
    context.output.result(shown, () =>
      textTable([
        [labelOf(context, 'proposal'), String(shown.proposal)],
        [labelOf(context, 'title'), plain(shown.title)],
        [labelOf(context, 'status'), statusOf(shown, context.language)],
        [labelOf(context, 'author'), shown.author],
        [labelOf(context, 'closes'), shown.closes],
        ...shown.actions.map(({ type, params }) => [
          labelOf(context, 'action'),
          `${type} ${plain(JSON.stringify(params))}`,
        ]),
        ...shown.rules.map((rule) => [
          labelOf(context, 'rule'),
          inLanguage(
            context,
            `${rule.action}: ${rule.threshold} of ${rule.electorate.join(' + ')}; ` +
              `yes ${rule.yes}, no ${rule.no}, abstain ${rule.abstain} of ${rule.size}`,
            `${rule.action}：${rule.electorate.join(' + ')} 中的 ${rule.threshold}；` +
              `赞成 ${rule.yes}，反对 ${rule.no}，弃权 ${rule.abstain}，共 ${rule.size}`,
          ),
        ]),
        ...shown.votes.map(({ organization, choice, reason }) => [
          labelOf(context, 'vote'),
          `${organization}  ${choice}  ${plain(reason)}`,
        ]),
      ]),
    );
  },
});

/** What has become of it; why, if it could not be carried out. */
function statusOf(
  { status, code }: { status: string; code: string | null },
  language: Language,
): string {
  const shown = statusText({ language }, status);
  if (code === null || code === 'OK') return code === null ? shown : `${shown} (${code})`;
  // The proposal keeps the code alone: what would be its numbers is left open.
  return `${shown} (${code}: ${plain(describeRefusal(code, {}, language).replaceAll('?', '…'))})`;
}
