import { readFile } from 'node:fs/promises';
import { decodeHex } from '@touchmark/codec';
import { SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import { decodeValidatorKey } from '@touchmark/node';
import { decryptKey, type Key, keyOf, readKeystore } from '@touchmark/sdk';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { oneOf, text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { parseJsonObject } from '../../files/json-object.ts';
import { keyJson, keyText } from '../../keystore/describe-key.ts';
import { keyName, storeKey } from '../../keystore/keystore.ts';
import { newPassphrase, type PassphraseSource, passphraseFor } from '../../keystore/passphrase.ts';
import { PASSPHRASE_OPTIONS, passphraseSource } from '../../options/keys.ts';
import { inLanguage } from '../../output/in-language.ts';

type Algorithm = Key['algorithm'];

/** Touchmark's encrypted file, CometBFT's priv_validator_key.json, or 64 hexadecimal digits. */
async function keyIn(
  context: CommandContext,
  content: string,
  file: string,
  algorithm: Algorithm,
  source: PassphraseSource,
): Promise<Key> {
  const document = parseJsonObject(content);
  if (document !== undefined && 'priv_key' in document) {
    return keyOf('ed25519', decodeValidatorKey(content, file));
  }
  if (document !== undefined) {
    return decryptKey(content, await passphraseFor(context, source, file));
  }
  const secretKey = decodeHex(content.trim().toLowerCase());
  if (secretKey !== undefined) return keyOf(algorithm, secretKey);
  throw new UsageError(
    `${file} is neither an encrypted key, nor a priv_validator_key.json, nor 64 hexadecimal digits.`,
  );
}

export const command = defineCommand({
  path: 'key import',
  summary: 'Put a key from a file into the keystore',
  details:
    'Takes an encrypted key file of Touchmark, a priv_validator_key.json of CometBFT, or a file ' +
    'with the secret key as 64 hexadecimal digits.',
  examples: [
    'touchmark key import acme acme.key.json',
    'touchmark key import old secret.hex --algorithm p256',
  ],
  arguments: {
    name: required('NAME', 'what you call it', keyName),
    file: required('FILE', 'file that holds the key', text),
  },
  options: {
    algorithm: withDefault(
      '--algorithm <name>',
      'for hexadecimal digits',
      oneOf(...SIGNATURE_ALGORITHMS),
      'ed25519',
    ),
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    const source = passphraseSource(values);
    const content = await readFile(values.file, 'utf8');
    const key = await keyIn(context, content, values.file, values.algorithm, source);
    const passphrase = await newPassphrase(context, source, values.name);
    const isKeystore = parseJsonObject(content)?.['touchmark'] !== undefined;
    const notAfterMs = isKeystore ? readKeystore(content).notAfterMs : undefined;
    const options = { notAfterMs };
    const stored = await storeKey(source.directory, values.name, key, passphrase, options);
    context.output.talk(
      inLanguage(context, `Saved encrypted in ${stored.file}.`, `已加密保存到 ${stored.file}。`),
    );
    context.output.result(keyJson(stored), () => keyText(stored));
  },
});
