/** What this machine has called itself when it claimed the key of its validator. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { decodeHex, encodeHex } from '@touchmark/codec';
import { writeDurably } from './durable-file.ts';
import type { SignerFiles } from './signer-files.ts';

const MARK = /^[0-9a-f]{32}$/;

export const isMark = (value: unknown): value is string =>
  typeof value === 'string' && MARK.test(value);

/** @param address of the validator: a mark holds for one key. */
export async function writeMark(
  { mark: file }: SignerFiles,
  address: Uint8Array,
  mark: string,
): Promise<void> {
  const document = { address: encodeHex(address), mark };
  await writeDurably(file, `${JSON.stringify(document, null, 2)}\n`);
}

/** Undefined: this machine has never claimed that key. */
export async function readMark(
  { mark: file }: SignerFiles,
  address: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (!existsSync(file)) return undefined;
  const found: unknown = JSON.parse(await readFile(file, 'utf8'));
  const member = (name: string): unknown =>
    typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  const mark = member('mark');
  if (!isMark(mark) || typeof member('address') !== 'string') {
    throw new TypeError(`${file} can't be read: this node would not know whether it may sign`);
  }
  return member('address') === encodeHex(address) ? decodeHex(mark) : undefined;
}
