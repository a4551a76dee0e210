import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { identifier, warnOfConfusables } from '../../command/identifier.ts';
import { optional, required, withDefault } from '../../command/parameter.ts';
import { listOf, oneOf, wholeNumber } from '../../command/parse.ts';
import { moment } from '../../options/moment.ts';
import { organizationId } from '../../options/organization.ts';
import { recordVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';
import { parseShortValue } from '../../values/parse-value.ts';
import { MAX_UINT32 } from '../../values/value.ts';

const MOST_PARTIES = 16;

export const command = defineCommand({
  path: 'record request-signatures',
  summary: 'Propose a value that resolves when enough parties have signed it',
  details:
    'Until then everybody can read the proposal on the ledger, but it is no part of the record. By ' +
    '--withdrawal, parties can take their signatures back never, before the value resolves, or ' +
    'always; then it leaves the record again.',
  examples: [
    'touchmark record request-signatures 88.118.8/A-1 --index 5 --value inspection=passed --parties lab,customs --required 2',
  ],
  arguments: { id: required('ID', 'identifier', identifier) },
  options: {
    index: required('--index <number>', 'index of the value', wholeNumber(1, MAX_UINT32)),
    value: required('--value <type=text>', 'the value', parseShortValue),
    parties: required('--parties <ids>', 'who may sign', listOf(organizationId)),
    required: optional(
      '--required <number>',
      'how many of them must',
      wholeNumber(1, MOST_PARTIES),
      { otherwise: 'all' },
    ),
    withdrawal: withDefault(
      '--withdrawal <rule>',
      'never, before (the value resolves) or always',
      oneOf('never', 'before', 'always'),
      'before',
    ),
    until: optional('--until <time>', 'no signatures from then on', moment),
    ...VERSION_OPTION,
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    warnOfConfusables(context, values.id);
    const client = await openWritingClient(context, values);
    const expectedVersion = await recordVersion(client, values.id, values.expectedVersion);
    const { parties, index } = values;
    const action = actions.requestSignatures({
      identifier: values.id,
      expectedVersion,
      value: { ...values.value, index },
      parties,
      required: values.required ?? parties.length,
      withdrawal: values.withdrawal,
      untilMs: values.until ?? 0,
    });
    await sendAndReport(context, client, [action], values);
  },
});
