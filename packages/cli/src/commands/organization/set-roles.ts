import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { repeated, required } from '../../command/parameter.ts';
import { organizationId, role, ROLE_NAMES } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'organization set-roles',
  summary: 'Give an organization these roles, and no others',
  details: 'Signed by an administrator. Without --role it has none afterwards.',
  examples: [
    'touchmark organization set-roles acme --role secondary-operator --role reporter --key office',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    role: repeated('--role <role>', `what it may do: ${ROLE_NAMES}`, role),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.setRoles({ id: values.id, roles: values.role })],
      values,
    );
  },
});
