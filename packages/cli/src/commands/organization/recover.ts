import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { oneOrMore, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { KEY_TO_REGISTER, keyToRegister, provenKeys } from '../../options/proven-key.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization recover',
  summary: 'Give an organization new keys, and revoke all that it had',
  details:
    'Signed with a recovery key, if one suffices; several sign `transaction create`; or by decision with --propose.',
  examples: [
    'touchmark organization recover acme --public-key acme-2 --reason "laptop stolen" --key acme-safe',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    publicKey: oneOrMore('--public-key <key>', `a new key: ${KEY_TO_REGISTER}`, keyToRegister),
    reason: required('--reason <text>', 'why; everybody can read it', text),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, reason } = values;
    const owner = { chainId: client.chainId, organization: id };
    const keys = await provenKeys(context, values, owner, values.publicKey);
    await sendAndReport(context, client, [actions.recover({ id, keys, reason })], values);
  },
});
