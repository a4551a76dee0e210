import type { StateEntryDefinition } from '../../kernel/module.ts';

export const ORGANIZATIONS_STATE: readonly StateEntryDefinition[] = [
  {
    name: 'organization',
    key: "0x10 'o' || id",
    value:
      '[status 0 active | 1 suspended | 2 left, name, [role …], transaction id | null, reason | null, until ms | null]',
    versioned: true,
    about: 'An organization. Roles in the order of the list of roles; null: founded by genesis.',
  },
  {
    name: 'key',
    key: "0x10 'k' || key id (20 bytes)",
    value:
      '[status 0 active | 1 revoked | 2 recovery, organization, algorithm, public key, transaction id | null, reason | null, label, [scope …], not before ms, not after ms | 0]',
    versioned: true,
    about: 'A key, for good: a revoked one stays and its public key is never registered again.',
  },
  {
    name: 'keys of an organization',
    key: "0x10 'i' || id || 0x00 || status (1 byte) || key id",
    value: '0x01',
    versioned: false,
    about: 'Index.',
  },
  {
    name: 'organizations by role',
    key: "0x10 'r' || role number (1 byte) || id",
    value: '0x01',
    versioned: false,
    about: 'Index; present exactly while the organization is active and has the role.',
  },
  {
    name: 'suspensions that end',
    key: "0x10 's' || until ms (u64) || id",
    value: '0x01',
    versioned: false,
    about: 'Index; present while an organization is suspended for a time.',
  },
  {
    name: 'membership',
    key: "0x10 'm'",
    value: '[epoch, active, [active in role 0, …]]',
    versioned: false,
    about:
      'What votes are counted against; the epoch grows when who may act, or will after an urgent suspension, changes.',
  },
  {
    name: 'application',
    key: "0x10 'a' || id",
    value:
      '[name, [role …], [[algorithm, public key] …], credit code, LEI, [[document, digest] …], statement, key id, sponsor, transaction id, expires ms]',
    versioned: false,
    about: 'Who asks to be admitted; sponsor: the organization that signed, empty if none.',
  },
  {
    name: 'codes',
    key: "0x10 'p' || id",
    value: '[credit code, LEI, transaction id]',
    versioned: true,
    about: 'By which codes of registers an organization is known; empty: none.',
  },
  {
    name: 'organization of a code',
    key: "0x10 'x' || 0 credit code | 1 LEI (1 byte) || code",
    value: 'id',
    versioned: false,
    about: 'Index: a code belongs to one organization.',
  },
  {
    name: 'document',
    key: "0x10 'd' || id || 0x00 || name",
    value: '[1 attached | 0 detached, SHA-256, transaction id]',
    versioned: true,
    about: 'A document by its hash.',
  },
  {
    name: 'recovery',
    key: "0x10 'v' || id",
    value: 'threshold (1 byte)',
    versioned: false,
    about: 'How many recovery keys must sign together.',
  },
  {
    name: 'urgency',
    key: "0x10 'u' || id",
    value: 'until ms',
    versioned: false,
    about: 'When the last urgent suspension ended, or will.',
  },
  {
    name: 'evidence',
    key: "0x10 'e' || id || 0x00 || height (u64) || validator address (20 bytes) || 0 duplicate vote | 1 light-client attack (1 byte)",
    value: '[block, time ms, power, 1 struck | 0 not]',
    versioned: false,
    about:
      'A block proved that a validator of the organization signed two things that exclude each other.',
  },
  {
    name: 'quota',
    key: "0x10 'q' || role number (1 byte)",
    value: '[registrations, bytes]',
    versioned: false,
    about: 'What organizations of a role may use in a day.',
  },
  {
    name: 'usage',
    key: '0x11 || id',
    value: '[day since 1970, registrations, bytes]',
    versioned: false,
    about: 'What an organization with a quota has used on the day it last used something.',
  },
];
