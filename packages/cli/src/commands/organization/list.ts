import type { UnverifiedOrganization } from '@touchmark/sdk';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'organization list',
  summary: 'List the organizations of the network',
  details: 'As the node tells it: not proven.',
  examples: ['touchmark organization list --json'],
  arguments: {},
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const listed: Omit<UnverifiedOrganization, 'keys' | 'documents'>[] = [];
    for await (const {
      keys: _keys,
      documents: _documents,
      ...facts
    } of client.organizationsUnverified())
      listed.push(facts);
    context.output.result({ organizations: listed, proven: false }, () =>
      textTable(
        listed.map(({ id, status, roles, name }) => [id, status, roles.join(','), plain(name)]),
      ),
    );
  },
});
