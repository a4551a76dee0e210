import { optional, type ValuesOf } from '../command/parameter.ts';
import { keyName, keystoreDirectory } from '../keystore/keystore.ts';
import type { PassphraseSource } from '../keystore/passphrase.ts';
import { text } from '../command/parse.ts';

export const KEYSTORE_OPTION = {
  keystore: optional(
    '--keystore <directory>',
    'directory of keys and of trusted genesis files',
    text,
    {
      environment: 'TOUCHMARK_KEYSTORE',
      otherwise: '$TOUCHMARK_KEYSTORE, else ~/.touchmark',
    },
  ),
};

export const PASSPHRASE_OPTIONS = {
  ...KEYSTORE_OPTION,
  passphraseFile: optional(
    '--passphrase-file <file>',
    'file whose first line is the passphrase',
    text,
    {
      otherwise: '$TOUCHMARK_PASSPHRASE, else asked for',
    },
  ),
};

export const SIGNING_OPTIONS = {
  ...PASSPHRASE_OPTIONS,
  key: optional('--key <name>', 'key to sign with', keyName, {
    environment: 'TOUCHMARK_KEY',
    otherwise: '$TOUCHMARK_KEY, else the only key in the keystore',
  }),
};

export function passphraseSource(values: ValuesOf<typeof PASSPHRASE_OPTIONS>): PassphraseSource {
  return { directory: keystoreDirectory(values.keystore), file: values.passphraseFile };
}
