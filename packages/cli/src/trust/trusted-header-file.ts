import { decodeBase64, decodeHex, encodeBase64, encodeHex } from '@touchmark/codec';
import type { TrustedHeader } from '@touchmark/verify';
import { UsageError } from '../command/usage-error.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { isoTime } from '../output/plain.ts';

/** A trusted header as a file: JSON, hashes in hexadecimal. */
export function encodeTrustedHeader(header: TrustedHeader): string {
  const document = {
    touchmark: 'trusted-header/1',
    chainId: header.chainId,
    height: header.height,
    time: isoTime(header.timeMs),
    hash: encodeHex(header.hash),
    nextValidatorsHash: encodeHex(header.nextValidatorsHash),
    ...(header.validators === undefined ? {} : { validators: encodeBase64(header.validators) }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function hashOf(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? decodeHex(value) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

/** @throws UsageError when it is no such file. */
export function decodeTrustedHeader(text: string, path: string): TrustedHeader {
  const header = parse(text);
  if (header !== undefined) return header;
  throw new UsageError(
    `${path} is not a trusted header. Make one with: touchmark trust header --genesis FILE --out ${path}`,
  );
}

function parse(text: string): TrustedHeader | undefined {
  const document = parseJsonObject(text) ?? {};
  const { chainId, height, time } = document;
  const hash = hashOf(document['hash']);
  const nextValidatorsHash = hashOf(document['nextValidatorsHash']);
  const timeMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (document['touchmark'] !== 'trusted-header/1' || Number.isNaN(timeMs)) return undefined;
  if (typeof chainId !== 'string' || typeof height !== 'number') return undefined;
  if (!Number.isSafeInteger(height) || height < 0) return undefined;
  if (hash === undefined || nextValidatorsHash === undefined) return undefined;
  const header = { chainId, height, timeMs, hash, nextValidatorsHash };
  const { validators } = document;
  if (validators === undefined) return header;
  const set = typeof validators === 'string' ? decodeBase64(validators) : undefined;
  return set === undefined ? undefined : { ...header, validators: set };
}
