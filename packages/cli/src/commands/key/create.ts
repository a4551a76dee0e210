import { SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import { generateKey } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { optional, required, withDefault } from '../../command/parameter.ts';
import { oneOf, pointInTime } from '../../command/parse.ts';
import { keyJson, keyText } from '../../keystore/describe-key.ts';
import { keyName, storeKey } from '../../keystore/keystore.ts';
import { newPassphrase } from '../../keystore/passphrase.ts';
import { PASSPHRASE_OPTIONS, passphraseSource } from '../../options/keys.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'key create',
  summary: 'Make a new signing key, encrypted in the keystore',
  details:
    'Prints the public key: give that to whoever admits your organization. The secret key never leaves.',
  examples: ['touchmark key create acme', 'touchmark key create acme-sm2 --algorithm sm2'],
  arguments: { name: required('NAME', 'what you call it', keyName) },
  options: {
    algorithm: withDefault(
      '--algorithm <name>',
      'ed25519, p256 or sm2',
      oneOf(...SIGNATURE_ALGORITHMS),
      'ed25519',
    ),
    notAfter: optional(
      '--not-after <date>',
      'until when it is meant to be used: a reminder in `doctor`, logs and metrics',
      pointInTime,
    ),
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    const source = passphraseSource(values);
    const passphrase = await newPassphrase(context, source, values.name);
    const key = await storeKey(
      source.directory,
      values.name,
      generateKey(values.algorithm),
      passphrase,
      { notAfterMs: values.notAfter },
    );
    context.output.talk(
      inLanguage(
        context,
        `Saved encrypted in ${key.file}. Keep a copy of that file and of the passphrase.`,
        `已加密保存到 ${key.file}。请备份该文件和口令。`,
      ),
    );
    context.output.result(keyJson(key), () => keyText(key));
  },
});
