import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { publicKeyText } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'organization show',
  summary: 'Show an organization: status, roles and keys',
  details: 'As the node tells it: not proven.',
  examples: ['touchmark organization show jingxin-bearings'],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const { keys, ...facts } = await client.organizationUnverified(values.id);
    const shown = keys.map((key) => ({
      id: key.id,
      publicKey: publicKeyText(key),
      status: key.status,
    }));
    context.output.result({ ...facts, keys: shown, proven: false }, () =>
      textTable([
        ['id', facts.id],
        ['name', plain(facts.name)],
        ['status', facts.status],
        ['roles', facts.roles.join(', ')],
        ['version', String(facts.version)],
        ...shown.map(({ id, publicKey, status }) => ['key', `${id}  ${status}  ${publicKey}`]),
      ]),
    );
  },
});
