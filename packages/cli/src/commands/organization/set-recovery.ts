import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { repeated, required } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { parsePublicKey } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization set-recovery',
  summary: 'Name the keys that together can give an organization new ones',
  details:
    'They sign nothing else. Once named, only enough of them together, or a decision, can name others.',
  examples: [
    'touchmark organization set-recovery acme --threshold 2 --public-key ed25519:HEX --public-key p256:HEX --key acme',
  ],
  arguments: { id: required('ID', 'id of the organization', organizationId) },
  options: {
    threshold: required(
      '--threshold <number>',
      'how many must sign; 0 with no keys: none',
      wholeNumber(0, 16),
    ),
    publicKey: repeated('--public-key <key>', 'a public key kept for recovery', parsePublicKey),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    await sendAndReport(
      context,
      client,
      [actions.setRecovery({ id: values.id, threshold: values.threshold, keys: values.publicKey })],
      values,
    );
  },
});
