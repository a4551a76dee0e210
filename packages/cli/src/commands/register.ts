import { parseIdentifier } from '@touchmark/codec';
import { actions } from '@touchmark/sdk';
import { defineCommand } from '../command/definition.ts';
import { identifier, warnOfConfusables } from '../command/identifier.ts';
import { required } from '../command/parameter.ts';
import { UsageError } from '../command/usage-error.ts';
import { givenValues, VALUE_OPTIONS } from '../options/values.ts';
import { openWritingClient, sendAndReport, WRITING_OPTIONS } from '../options/writing.ts';
import { saltedValues } from '../values/restricted.ts';
import { numberValues } from '../values/value.ts';

export const command = defineCommand({
  path: 'register',
  summary: 'Register an identifier with its values',
  details:
    'The key has to belong to the organization that holds the prefix. Many at once: `touchmark batch`.',
  examples: [
    'touchmark register 88.118.8/A-1 --value URL=https://acme.example/A-1 --value batch=L2609 --key acme',
    'touchmark register 88.118.8/A-2 --values values.json --secret inspection="no findings" --key acme',
  ],
  arguments: { id: required('ID', 'identifier, such as 88.118.8/A-1', identifier) },
  options: { ...VALUE_OPTIONS, ...WRITING_OPTIONS },
  async run(context, given) {
    warnOfConfusables(context, given.id);
    const values = saltedValues(numberValues(await givenValues(context, given)));
    if (values.length === 0)
      throw new UsageError('Give at least one value with --value TYPE=TEXT or --values FILE.');
    const client = await openWritingClient(context, given);
    const { prefix, suffix } = parseIdentifier(given.id);
    await sendAndReport(
      context,
      client,
      [actions.register({ prefix, entries: [{ suffix, values }] })],
      given,
    );
  },
});
