import { afterPrefix, asciiBytes, concatBytes, textKey, uint64Bytes } from '../../kernel/key.ts';
import type { EntryRange } from '@touchmark/state';
import { roleNumber } from './roles.ts';
import type { Role } from './roles.ts';

/** First byte of this module's keys. */
export const ORGANIZATION_KEYS = 0x10;
/** What changes with every transaction lies apart, so that identities may be remembered. */
export const USAGE_KEYS = 0x11;

export const ENTRY = 0x6f; // 'o'
export const KEY = 0x6b; // 'k'
const KEY_INDEX = 0x69; // 'i'
const ROLE_INDEX = 0x72; // 'r'
const SUSPENDED = 0x73; // 's'

export const MEMBERSHIP_KEY: Uint8Array = Uint8Array.of(ORGANIZATION_KEYS, 0x6d); // 'm'

/** Append only: the place is the number in state. */
export const KEY_STATUSES = ['active', 'revoked', 'recovery'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

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

const APPLICATION = Uint8Array.of(ORGANIZATION_KEYS, 0x61); // 'a'
const QUOTA = 0x71; // 'q'
const PROFILE = 0x70; // 'p'
const DOCUMENT = 0x64; // 'd'
const RECOVERY = 0x76; // 'v'
const URGENCY = 0x75; // 'u'
const EVIDENCE = 0x65; // 'e'
const CODE = 0x78; // 'x'

/** Who asks to be admitted. */
export function applicationKey(id: string): Uint8Array {
  return concatBytes(APPLICATION, asciiBytes(id));
}

export function applicationRange(): EntryRange {
  return { start: APPLICATION, end: afterPrefix(APPLICATION) };
}

export function quotaKey(role: Role): Uint8Array {
  return Uint8Array.of(ORGANIZATION_KEYS, QUOTA, roleNumber(role));
}

export function usageKey(id: string): Uint8Array {
  return textKey([USAGE_KEYS], id);
}

export function profileKey(id: string): Uint8Array {
  return textKey([ORGANIZATION_KEYS, PROFILE], id);
}

/** Which organization has a code of a register: 0 for the credit code, 1 for the LEI. */
export function codeKey(kind: 0 | 1, code: string): Uint8Array {
  return textKey([ORGANIZATION_KEYS, CODE, kind], code);
}

export function documentKey(id: string, name: string): Uint8Array {
  return concatBytes(documentRange(id).start, asciiBytes(name));
}

export function documentRange(id: string): EntryRange {
  const start = concatBytes(textKey([ORGANIZATION_KEYS, DOCUMENT], id), Uint8Array.of(0));
  return { start, end: afterPrefix(start) };
}

/** How many recovery keys must sign. */
export function recoveryKey(id: string): Uint8Array {
  return textKey([ORGANIZATION_KEYS, RECOVERY], id);
}

/** When the last urgent suspension of an organization ended, or will. */
export function urgencyKey(id: string): Uint8Array {
  return textKey([ORGANIZATION_KEYS, URGENCY], id);
}

/** What was proven of an organization's validators, in the order of the blocks at which they did it. */
export function evidenceRange(id: string): {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
} {
  const start = concatBytes(textKey([ORGANIZATION_KEYS, EVIDENCE], id), Uint8Array.of(0));
  return { start, end: afterPrefix(start)! };
}

export function evidenceKey(
  id: string,
  height: number,
  address: Uint8Array,
  kind: number,
): Uint8Array {
  const tail = [uint64Bytes(height), address, Uint8Array.of(kind)];
  return concatBytes(evidenceRange(id).start, ...tail);
}

/** The organization's id at the end of a key of its entry or of the role index. */
export function idAtEnd(key: Uint8Array, prefixLength: number): string {
  return String.fromCharCode(...key.subarray(prefixLength));
}

export const ORGANIZATION_PREFIX_LENGTH = 2;
export const ROLE_PREFIX_LENGTH = 3;

function keyIndexPrefix(id: string, status: KeyStatus): Uint8Array {
  const tail = Uint8Array.of(0, KEY_STATUSES.indexOf(status));
  return concatBytes(textKey([ORGANIZATION_KEYS, KEY_INDEX], id), tail);
}

function roleIndexPrefix(role: Role): Uint8Array {
  return Uint8Array.of(ORGANIZATION_KEYS, ROLE_INDEX, roleNumber(role));
}
