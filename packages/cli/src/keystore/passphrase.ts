import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '../command/context.ts';
import { hasCode } from '../files/has-code.ts';
import { KeystoreError } from './keystore-error.ts';
import { inLanguage } from '../output/in-language.ts';

/** A file of this name inside a keystore directory holds the passphrase of its keys. */
export const PASSPHRASE_FILE = 'passphrase';

export interface PassphraseSource {
  /** Keystore directory. */
  readonly directory: string;
  /** --passphrase-file. */
  readonly file: string | undefined;
}

async function passphraseBeside(directory: string): Promise<string | undefined> {
  const file = join(directory, PASSPHRASE_FILE);
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new KeystoreError(
        'KEYSTORE_PASSPHRASE_EXPOSED',
        `Others can read ${file}. Make it private with: chmod 600 ${file}`,
      );
    }
    return firstLine(await readFile(file, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/**
 * From --passphrase-file, $TOUCHMARK_PASSPHRASE, or the file in the keystore; undefined if there is
 * none.
 */
async function givenPassphrase(
  context: CommandContext,
  source: PassphraseSource,
): Promise<string | undefined> {
  if (source.file !== undefined) return firstLine(await readFile(source.file, 'utf8'));
  return context.environment['TOUCHMARK_PASSPHRASE'] ?? (await passphraseBeside(source.directory));
}

function missing(): KeystoreError {
  return new KeystoreError(
    'KEYSTORE_PASSPHRASE_MISSING',
    'The key needs its passphrase, and there is no terminal to ask on. Set TOUCHMARK_PASSPHRASE, ' +
      'or give --passphrase-file FILE.',
  );
}

function empty({ directory, file }: PassphraseSource): KeystoreError {
  const places = `TOUCHMARK_PASSPHRASE or ${join(directory, PASSPHRASE_FILE)}`;
  return new KeystoreError(
    'KEYSTORE_PASSPHRASE_EMPTY',
    `The passphrase for the new key is empty (${file === undefined ? places : `first line of ${file}`}), ` +
      'so anybody could open the key. Put a passphrase there, or unset it to be asked on a terminal.',
  );
}

/** The passphrase of an existing key. */
export async function passphraseFor(
  context: CommandContext,
  source: PassphraseSource,
  name: string,
): Promise<string> {
  const given = await givenPassphrase(context, source);
  if (given !== undefined) return given;
  if (context.askSecret === undefined) throw missing();
  return context.askSecret(
    inLanguage(context, `Passphrase of the key "${name}": `, `密钥 "${name}" 的口令：`),
  );
}

/**
 * A passphrase for a new key: on a terminal it is asked for twice. An empty one, as a variable that
 * was never filled gives it, would leave the key in the open under the look of being encrypted.
 */
export async function newPassphrase(
  context: CommandContext,
  source: PassphraseSource,
  name: string,
): Promise<string> {
  const given = await givenPassphrase(context, source);
  if (given === '') throw empty(source);
  if (given !== undefined) return given;
  if (context.askSecret === undefined) throw missing();
  for (;;) {
    const first = await context.askSecret(
      inLanguage(context, `New passphrase for the key "${name}": `, `密钥 "${name}" 的新口令：`),
    );
    if (first === '') {
      context.output.talk(
        inLanguage(
          context,
          'A key needs a passphrase of at least one character. Try again.',
          '密钥口令至少需要一个字符，请重试。',
        ),
      );
      continue;
    }
    const second = await context.askSecret(
      inLanguage(context, 'The same once more: ', '请再次输入：'),
    );
    if (first === second) return first;
    context.output.talk(
      inLanguage(context, 'The two are not the same. Try again.', '两次输入不一致，请重试。'),
    );
  }
}
