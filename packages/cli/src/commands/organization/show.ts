import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { publicKeyText } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime, plain } from '../../output/plain.ts';
import { keyStatusText } from '../../output/key-status.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf, statusText } from '../../output/labels.ts';
import { inLanguage } from '../../output/in-language.ts';

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
        [labelOf(context, 'id'), facts.id],
        [labelOf(context, 'name'), plain(facts.name)],
        [labelOf(context, 'status'), statusText(context, facts.status)],
        [labelOf(context, 'roles'), facts.roles.join(', ')],
        [labelOf(context, 'version'), String(facts.version)],
        ...(facts.creditCode === undefined
          ? []
          : [[labelOf(context, 'credit code'), facts.creditCode]]),
        ...(facts.lei === undefined ? [] : [[labelOf(context, 'LEI'), facts.lei]]),
        ...shown.map((key) => [labelOf(context, 'key'), keyLine(key)]),
        ...facts.documents.map(({ name, digest, attached }) => [
          labelOf(context, 'document'),
          `${name}  ${digest}${attached ? '' : inLanguage(context, '  detached', '  已撤下')}`,
        ]),
      ]),
    );
  },
});
