import { actions } from '@touchmark/sdk';
import { currentRecord } from '../client/current-record.ts';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { optional, required } from '../command/parameter.ts';
import { text, wholeNumber } from '../command/parse.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../options/writing.ts';
import { MAX_UINT32 } from '../values/value.ts';

export const command = defineCommand({
  path: 'retire',
  summary: 'Retire an identifier for good',
  details:
    'Its record stays, as retired, with the reason; it can never be registered again. Refused if ' +
    'the record changed since it was read.',
  examples: ['touchmark retire 88.118.8/A-1 --reason "recalled, see notice 12" --key acme'],
  arguments: { id: required('ID', 'identifier', identifier) },
  options: {
    reason: required('--reason <text>', 'why; everybody can read it', text),
    expectedVersion: optional(
      '--expected-version <number>',
      'version that the record must be at',
      wholeNumber(1, MAX_UINT32),
      {
        otherwise: 'the version read',
      },
    ),
    ...WRITING_OPTIONS,
  },
  async run(context, given) {
    warnOfConfusables(context, given.id);
    const client = await openWritingClient(context, given);
    const record = await currentRecord(context, client, given.id);
    const expectedVersion = given.expectedVersion ?? record.version;
    const action = actions.retire({ identifier: given.id, expectedVersion, reason: given.reason });
    await sendAndReport(context, client, [action], given);
  },
});
