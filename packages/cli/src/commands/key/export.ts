import { readFile } from 'node:fs/promises';
import { encodeHex } from '@touchmark/codec';
import { encodeValidatorKey } from '@touchmark/node';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { oneOf, text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { hasCode } from '../../files/has-code.ts';
import { writeOutput } from '../../files/write-output.ts';
import { keyName, openKey, readStoredKey, type StoredKey } from '../../keystore/keystore.ts';
import { type PassphraseSource, passphraseFor } from '../../keystore/passphrase.ts';
import { PASSPHRASE_OPTIONS, passphraseSource } from '../../options/keys.ts';

type Format = 'encrypted' | 'validator' | 'hex';

async function contentOf(
  context: CommandContext,
  stored: StoredKey,
  format: Format,
  source: PassphraseSource,
): Promise<string> {
  if (format === 'encrypted') return readFile(stored.file, 'utf8');
  const key = await openKey(
    source.directory,
    stored.name,
    await passphraseFor(context, source, stored.name),
  );
  if (format === 'hex') return `${encodeHex(key.secretKey)}\n`;
  if (key.algorithm === 'ed25519') return encodeValidatorKey(key.secretKey);
  throw new UsageError(
    `A validator signs with ed25519; the key "${stored.name}" is ${key.algorithm}.`,
  );
}

export const command = defineCommand({
  path: 'key export',
  summary: 'Copy a key into a file',
  details:
    'Encrypted by default. `validator` is the format of priv_validator_key.json, `hex` the bare ' +
    'secret key: both are not encrypted; only their owner can read the file.',
  examples: [
    'touchmark key export acme --out acme.key.json',
    'touchmark key export node --format validator --out validator.json',
  ],
  arguments: { name: required('NAME', 'name of the key', keyName) },
  options: {
    out: required('--out <file>', 'file to write; it must not exist', text),
    format: withDefault(
      '--format <format>',
      'encrypted, validator or hex',
      oneOf('encrypted', 'validator', 'hex'),
      'encrypted',
    ),
    ...PASSPHRASE_OPTIONS,
  },
  async run(context, values) {
    const source = passphraseSource(values);
    const stored = await readStoredKey(source.directory, values.name);
    const content = await contentOf(context, stored, values.format, source);
    try {
      await writeOutput(values.out, content, { exclusive: true, secret: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      throw new UsageError(
        `${values.out} exists; it was not touched. Give another name with --out.`,
      );
    }
    context.output.result(
      { name: values.name, format: values.format, file: values.out },
      () => values.out,
    );
  },
});
