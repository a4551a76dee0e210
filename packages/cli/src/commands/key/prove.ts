import { encodeHex } from '@touchmark/codec';
import { proveKey } from '@touchmark/sdk';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { optional, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { keyJson, provenKeyText } from '../../keystore/describe-key.ts';
import { keyName, openKey, readStoredKey } from '../../keystore/keystore.ts';
import { passphraseFor } from '../../keystore/passphrase.ts';
import { PASSPHRASE_OPTIONS, passphraseSource } from '../../options/keys.ts';
import { organizationId } from '../../options/organization.ts';
import { READING_OPTIONS } from '../../options/reading.ts';

export const command = defineCommand({
  path: 'key prove',
  summary: 'Show that one holds a key, for those who register it',
  details:
    'Prints the public key with its signature over network, organization and itself: what ' +
    '--public-key of `organization admit`, `add-key`, `rotate-key`, `set-recovery` and `recover` ' +
    'takes. It is worth nothing for another organization or network, and no secret. With ' +
    '--chain-id no node is asked.',
  examples: [
    'touchmark key prove acme-2 --organization acme',
    'touchmark key prove acme-2 --organization acme --chain-id acme-1 --json',
  ],
  arguments: { name: required('NAME', 'name of the key', keyName) },
  options: {
    organization: required(
      '--organization <id>',
      'organization that is to have it',
      organizationId,
    ),
    chainId: optional('--chain-id <id>', 'name of the network', text, {
      otherwise: 'that of the node',
    }),
    ...READING_OPTIONS,
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    const source = passphraseSource(values);
    const { name, organization } = values;
    const stored = await readStoredKey(source.directory, name);
    const chainId = values.chainId ?? (await openClient(context, values)).chainId;
    const key = await openKey(source.directory, name, await passphraseFor(context, source, name));
    const proven = proveKey(key, { chainId, organization });
    const proof = encodeHex(proven.proof);
    const provenKey = provenKeyText(proven);
    context.output.result(
      { ...keyJson(stored), chainId, organization, proof, provenKey },
      () => provenKey,
    );
  },
});
