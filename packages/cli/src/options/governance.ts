import { sha256 } from '@touchmark/crypto';
import { decodeHex } from '@touchmark/codec';
import type { CommandContext } from '../command/context.ts';
import type { Parse } from '../command/parameter.ts';
import { wholeNumber } from '../command/parse.ts';
import { readInput } from '../files/read-input.ts';

const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

export const proposalNumber: Parse<number> = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** Words that may be left out, or given as nothing. */
export const maybeEmpty: Parse<string> = (given) => given;

export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

/** `licence.pdf=scans/7.pdf`, or a path whose last part is the name. */
export const namedFile: Parse<NamedFile> = (given) => {
  const equals = given.indexOf('=');
  const path = given.slice(equals + 1);
  const name = equals < 0 ? path.slice(path.lastIndexOf('/') + 1) : given.slice(0, equals);
  if (/^[a-z0-9.-]{1,64}$/.test(name)) return { name, path };
  throw new RangeError(`a document's name has 1 to 64 of a-z 0-9 . -, not "${name}": NAME=FILE.`);
};

/** The SHA-256 of a file: all that the ledger learns of it. */
export async function digestOf(
  context: CommandContext,
  { name, path }: NamedFile,
): Promise<{ name: string; digest: Uint8Array }> {
  return { name, digest: sha256(await readInput(context, path, MAX_DOCUMENT_BYTES)) };
}

export const hash: Parse<Uint8Array> = (given) => {
  const bytes = /^[0-9a-f]{64}$/.test(given) ? decodeHex(given) : undefined;
  if (bytes !== undefined) return bytes;
  throw new RangeError(`a hash has 64 hexadecimal digits, not "${given}".`);
};
