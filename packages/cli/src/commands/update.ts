import { actions } from '@touchmark/sdk';
import { currentRecord } from '../client/current-record.ts';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { optional, repeated, required } from '../command/parameter.ts';
import { wholeNumber } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';
import { givenValues, VALUE_OPTIONS } from '../options/values.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../options/writing.ts';
import { changedValues } from '../values/change-values.ts';
import { MAX_UINT32 } from '../values/value.ts';

export const command = defineCommand({
  path: 'update',
  summary: "Change the values of an identifier's record",
  details:
    'Reads the record (verified), replaces or adds the values given, and sends the whole if the ' +
    "record still is at the version read: nobody else's change is overwritten unseen. A value " +
    'replaces the one with its index, or the only one of its type. With --expected-version it is ' +
    'refused unless the record is at that version.',
  examples: [
    'touchmark update 88.118.8/A-1 --value URL=https://acme.example/new --key acme',
    'touchmark update 88.118.8/A-1 --remove 4 --expected-version 2 --key acme',
  ],
  arguments: { id: required('ID', 'identifier', identifier) },
  options: {
    ...VALUE_OPTIONS,
    remove: repeated(
      '--remove <index>',
      'remove the value with this index',
      wholeNumber(1, MAX_UINT32),
    ),
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
    const changes = await givenValues(context, given);
    if (changes.length === 0 && given.remove.length === 0) {
      throw new UsageError(
        'Say what to change: --value TYPE=TEXT, --values FILE or --remove INDEX.',
      );
    }
    const client = await openWritingClient(context, given);
    const record = await currentRecord(context, client, given.id);
    const values = changedValues(record.values, changes, given.remove);
    const expectedVersion = given.expectedVersion ?? record.version;
    await sendAndReport(
      context,
      client,
      [actions.update({ identifier: given.id, expectedVersion, values })],
      given,
    );
  },
});
