import { actions } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { duration } from '../../command/parse.ts';
import { keyId } from '../../keystore/describe-key.ts';
import { organizationId } from '../../options/organization.ts';
import { KEY_TO_REGISTER, keyToRegister, provenKeys } from '../../options/proven-key.ts';
import { openWritingClient, sendAndReport, GOVERNED_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization rotate-key',
  summary: 'Replace a key; the old one signs on for a while',
  details: 'The new key has the label and scopes of the old one.',
  examples: [
    'touchmark organization rotate-key acme 0e1a4d3a5b6c7d8e9fa0b1c2d3e4f5061728394a --public-key acme-2 --overlap 7d --key acme',
  ],
  arguments: {
    id: required('ID', 'id of the organization', organizationId),
    keyId: required('KEY-ID', 'id of the key that is replaced', keyId),
  },
  options: {
    publicKey: required('--public-key <key>', `the new key: ${KEY_TO_REGISTER}`, keyToRegister),
    overlap: withDefault(
      '--overlap <duration>',
      'how long the old key signs on, at most 30d',
      duration,
      '1d',
    ),
    ...GOVERNED_OPTIONS,
  },
  async run(context, values) {
    const client = await openWritingClient(context, values);
    const owner = { chainId: client.chainId, organization: values.id };
    const [key] = await provenKeys(context, values, owner, [values.publicKey]);
    await sendAndReport(
      context,
      client,
      [
        actions.rotateKey({
          ...key!,
          id: values.id,
          keyId: values.keyId,
          overlapMs: values.overlap,
        }),
      ],
      values,
    );
  },
});
