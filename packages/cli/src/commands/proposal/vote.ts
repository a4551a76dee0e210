import { actions } from '@touchmark/sdk';
import { proposalNumbered } from '../../client/proposal-of.ts';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { oneOf } from '../../command/parse.ts';
import { maybeEmpty, proposalNumber } from '../../options/governance.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'proposal vote',
  summary: 'Vote on a proposal, or stop it by veto',
  details: 'A vote stands.',
  examples: ['touchmark proposal vote 7 yes --key office'],
  arguments: {
    proposal: required('NUMBER', 'its number', proposalNumber),
    choice: required('CHOICE', 'yes, no, abstain or veto', oneOf('yes', 'no', 'abstain', 'veto')),
  },
  options: {
    reason: withDefault('--reason <text>', 'why; everybody can read it', maybeEmpty, ''),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.vote({ proposal: values.proposal, choice: values.choice, reason: values.reason })],
      values,
      () => proposalNumbered(values.url, values.proposal),
    );
  },
});
