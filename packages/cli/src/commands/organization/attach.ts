import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { digestOf, namedFile } from '../../options/governance.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization attach',
  summary: 'Attach a document by its hash',
  details: 'The ledger learns the SHA-256 of the file and its name, not the file.',
  examples: ['touchmark organization attach acme licence.pdf --key acme'],
  arguments: {
    id: required('ID', 'id of the organization', organizationId),
    file: required('FILE', 'the file, or NAME=FILE', namedFile),
  },
  options: {
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const given = await digestOf(context, values.file);
    const client = await openWritingClient(context, values);
    await sendAndReport(context, client, [actions.attach({ id: values.id, ...given })], values);
  },
});
