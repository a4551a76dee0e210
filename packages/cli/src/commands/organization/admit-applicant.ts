import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { optional, repeated, required } from '../../command/parameter.ts';
import { fetchJson } from '../../client/fetch-json.ts';
import { listField, textField } from '../../client/read-field.ts';
import { UsageError } from '../../command/usage-error.ts';
import { hash } from '../../options/governance.ts';
import { organizationId, role, ROLE_NAMES } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

async function applicationOf(url: string, id: string): Promise<Uint8Array> {
  const found = listField(await fetchJson(url, '/v1/applications'), 'applications').find(
    (application) => textField(application, 'id') === id,
  );
  if (found !== undefined) return hash(textField(found, 'hash'));
  throw new UsageError(`Nobody waits to be admitted as ${id}: touchmark organization applications`);
}

export const command = defineCommand({
  path: 'organization admit-applicant',
  summary: 'Admit who has applied',
  details:
    'What was looked at is what is admitted: without --application the hash is what the node tells now.',
  examples: [
    'touchmark organization admit-applicant acme --role enterprise-operator --propose "Admit Acme" --key office',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    role: repeated('--role <role>', `what it may do: ${ROLE_NAMES}`, role),
    application: optional(
      '--application <hash>',
      'hash of the application that was looked at',
      hash,
    ),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const { id, role: roles } = values;
    const application = values.application ?? (await applicationOf(values.url, id));
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.admitApplicant({ id, application, roles })],
      values,
    );
  },
});
