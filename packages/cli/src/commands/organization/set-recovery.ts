import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { repeated, required } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { organizationId } from '../../options/organization.ts';
import { KEY_TO_REGISTER, keyToRegister, provenKeys } from '../../options/proven-key.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization set-recovery',
  summary: 'Name the keys that together can give an organization new ones',
  details:
    'They sign nothing else. Once named, only enough of them together, or a decision, can name others.',
  examples: [
    'touchmark organization set-recovery acme --threshold 2 --public-key ed25519:HEX:HEX --public-key safe-2 --key acme',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    threshold: required(
      '--threshold <number>',
      'how many must sign; 0 with no keys: none',
      wholeNumber(0, 16),
    ),
    publicKey: repeated(
      '--public-key <key>',
      `a key kept for recovery: ${KEY_TO_REGISTER}`,
      keyToRegister,
    ),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const { id, threshold } = values;
    const owner = { chainId: client.chainId, organization: id };
    const keys = await provenKeys(context, values, owner, values.publicKey);
    await sendAndReport(context, client, [actions.setRecovery({ id, threshold, keys })], values);
  },
});
