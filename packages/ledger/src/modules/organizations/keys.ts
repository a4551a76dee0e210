import { afterPrefix, asciiBytes, concatBytes, textKey, uint64Bytes } from '../../kernel/key.ts';
import type { EntryRange } from '@touchmark/state';
import { roleNumber } from './roles.ts';
import type { Role } from './roles.ts';

/** First byte of this module's keys. */
export const ORGANIZATION_KEYS = 0x10;

const ENTRY = 0x6f; // 'o'
const KEY = 0x6b; // 'k'
const KEY_INDEX = 0x69; // 'i'
const ROLE_INDEX = 0x72; // 'r'
const SUSPENDED = 0x73; // 's'

export const MEMBERSHIP_KEY: Uint8Array = Uint8Array.of(ORGANIZATION_KEYS, 0x6d); // 'm'

export type KeyStatus = 'active' | 'revoked';

/** What an index entry holds: that it is there says it all. */
export const INDEX_VALUE: Uint8Array = Uint8Array.of(1);

export function organizationKey(id: string): Uint8Array {
  return textKey([ORGANIZATION_KEYS, ENTRY], id);
}

export function keyEntryKey(keyId: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(ORGANIZATION_KEYS, KEY), keyId);
}

/** An organization's keys, the active ones first. */
export function keyIndexKey(id: string, status: KeyStatus, keyId: Uint8Array): Uint8Array {
  return concatBytes(keyIndexPrefix(id, status), keyId);
}

/** All organizations; `after`: only those behind this id. */
export function organizationRange(after?: string): EntryRange {
  const prefix = Uint8Array.of(ORGANIZATION_KEYS, ENTRY);
  const start =
    after === undefined ? prefix : concatBytes(organizationKey(after), Uint8Array.of(0));
  return { start, end: afterPrefix(prefix) };
}

/** The keys of one organization that have a status. */
export function keyIndexRange(id: string, status: KeyStatus): EntryRange {
  const start = keyIndexPrefix(id, status);
  return { start, end: afterPrefix(start) };
}

/** Present exactly while the organization is active and has the role. */
export function roleIndexKey(role: Role, id: string): Uint8Array {
  return concatBytes(roleIndexPrefix(role), asciiBytes(id));
}

/** The active organizations that have a role. */
export function roleIndexRange(role: Role): EntryRange {
  const start = roleIndexPrefix(role);
  return { start, end: afterPrefix(start) };
}

/** An organization whose suspension ends by itself, by the time of its end. */
export function suspendedKey(untilMs: number, id: string): Uint8Array {
  return concatBytes(
    Uint8Array.of(ORGANIZATION_KEYS, SUSPENDED),
    uint64Bytes(untilMs),
    asciiBytes(id),
  );
}

export function suspendedRange(): EntryRange {
  const start = Uint8Array.of(ORGANIZATION_KEYS, SUSPENDED);
  return { start, end: afterPrefix(start) };
}

/** Time and id of a key that `suspendedKey` made. */
export function readSuspendedKey(key: Uint8Array): { untilMs: number; id: string } {
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  return { untilMs: Number(view.getBigUint64(2)), id: idAtEnd(key, 10) };
}

/** The organization's id at the end of a key of its entry or of the role index. */
export function idAtEnd(key: Uint8Array, prefixLength: number): string {
  return String.fromCharCode(...key.subarray(prefixLength));
}

export const ORGANIZATION_PREFIX_LENGTH = 2;
export const ROLE_PREFIX_LENGTH = 3;

function keyIndexPrefix(id: string, status: KeyStatus): Uint8Array {
  const tail = Uint8Array.of(0, status === 'active' ? 0 : 1);
  return concatBytes(textKey([ORGANIZATION_KEYS, KEY_INDEX], id), tail);
}

function roleIndexPrefix(role: Role): Uint8Array {
  return Uint8Array.of(ORGANIZATION_KEYS, ROLE_INDEX, roleNumber(role));
}
