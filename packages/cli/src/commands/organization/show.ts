import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { publicKeyText } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime, plain } from '../../output/plain.ts';
import { keyStatusText } from '../../output/key-status.ts';
import { textTable } from '../../output/text-table.ts';

interface ShownKey {
  readonly id: string;
  readonly publicKey: string;
  readonly status: string;
  readonly label?: string;
  readonly scopes?: readonly string[];
  readonly notBefore?: string;
  readonly notAfter?: string;
}

function keyLine({ id, status, publicKey, label, scopes, notBefore, notAfter }: ShownKey): string {
  return [
    id,
    keyStatusText(status, notBefore, notAfter),
    publicKey,
    ...(label === undefined ? [] : [`"${plain(label)}"`]),
    ...(scopes === undefined ? [] : [`signs ${scopes.join(' ')}`]),
  ].join('  ');
}

export const command = defineCommand({
  path: 'organization show',
  summary: 'Show an organization: status, roles, keys with their terms, and documents',
  details:
    'As the node tells it: not proven. The status of a key is that at the time of the newest block: ' +
    'active, overlap (it was replaced and signs until then), not-yet, expired, revoked, or recovery.',
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
      ...(key.label === undefined ? {} : { label: key.label }),
      ...(key.scopes === undefined ? {} : { scopes: key.scopes }),
      ...(key.notBeforeMs === undefined ? {} : { notBefore: isoTime(key.notBeforeMs) }),
      ...(key.notAfterMs === undefined ? {} : { notAfter: isoTime(key.notAfterMs) }),
    }));
    context.output.result({ ...facts, keys: shown, proven: false }, () =>
      textTable([
        ['id', facts.id],
        ['name', plain(facts.name)],
        ['status', facts.status],
        ['roles', facts.roles.join(', ')],
        ['version', String(facts.version)],
        ...(facts.creditCode === undefined ? [] : [['credit code', facts.creditCode]]),
        ...(facts.lei === undefined ? [] : [['LEI', facts.lei]]),
        ...shown.map((key) => ['key', keyLine(key)]),
        ...facts.documents.map(({ name, digest, attached }) => [
          'document',
          `${name}  ${digest}${attached ? '' : '  detached'}`,
        ]),
      ]),
    );
  },
});
