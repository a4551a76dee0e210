import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { publicKeyText } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime, plain } from '../../output/plain.ts';
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
    status,
    publicKey,
    ...(label === undefined ? [] : [`"${plain(label)}"`]),
    ...(scopes === undefined ? [] : [`signs ${scopes.join(' ')}`]),
    ...(notBefore === undefined ? [] : [`from ${notBefore}`]),
    ...(notAfter === undefined ? [] : [`until ${notAfter}`]),
  ].join('  ');
}

export const command = defineCommand({
  path: 'organization show',
  summary: 'Show an organization: status, roles, keys with their terms, and documents',
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
