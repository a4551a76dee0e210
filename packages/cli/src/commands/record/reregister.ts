import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { identifier, warnOfConfusables } from '../../command/identifier.ts';
import { required } from '../../command/parameter.ts';
import { recordVersion, VERSION_OPTION } from '../../options/record-version.ts';
import { givenValues, VALUE_OPTIONS } from '../../options/values.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';
import { saltedValues } from '../../values/restricted.ts';
import { numberValues } from '../../values/value.ts';

export const command = defineCommand({
  path: 'record reregister',
  summary: 'Register a retired identifier again',
  details:
    'Where the rule of its prefix allows it, and by the holder that retired it: it becomes the next ' +
    'version of the same record.',
  examples: ['touchmark record reregister 88.118.8/A-1 --value URL=https://acme.example/A-1'],
  arguments: { id: required('ID', 'identifier', identifier) },
  options: { ...VALUE_OPTIONS, ...VERSION_OPTION, ...WRITING_OPTIONS },
  async run(context, given) {
    warnOfConfusables(context, given.id);
    const values = saltedValues(numberValues(await givenValues(context, given)));
    const client = await openWritingClient(context, given);
    const expectedVersion = await recordVersion(client, given.id, given.expectedVersion);
    const action = actions.reregister({ identifier: given.id, expectedVersion, values });
    await sendAndReport(context, client, [action], given);
  },
});
