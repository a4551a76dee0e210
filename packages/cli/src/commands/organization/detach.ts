import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization detach',
  summary: 'Say that a document no longer holds',
  details: 'Its versions stay provable.',
  examples: ['touchmark organization detach acme licence.pdf --key acme'],
  arguments: {
    id: required('ID', 'id of the organization', organizationId),
    name: required('NAME', 'name of the document', text),
  },
  options: {
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.detach({ id: values.id, name: values.name })],
      values,
    );
  },
});
