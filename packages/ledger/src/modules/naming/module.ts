import type { ModuleDefinition } from '../../kernel/module.ts';
import { delegate } from './delegate.ts';
import { NAMING_ERRORS } from './errors.ts';
import { delegated, registered, retired, updated } from './events.ts';
import { COUNT_KEYS, NAME_KEYS, RESTRICTED_KEYS } from './keys.ts';
import { register } from './register.ts';
import { retire } from './retire.ts';
import { update } from './update.ts';

export const naming: ModuleDefinition = {
  name: 'naming',
  about: 'Prefixes and who holds them; identifiers and what they resolve to.',
  actions: [delegate, register, update, retire],
  events: [delegated, registered, updated, retired],
  errors: NAMING_ERRORS,
  errorNumbers: [200, 299],
  keySpaces: [NAME_KEYS, COUNT_KEYS, RESTRICTED_KEYS],
  state: [
    {
      name: 'prefix',
      key: '0x20 || prefix',
      value: '[holder, transaction id]',
      versioned: true,
      about: 'Who holds a prefix.',
    },
    {
      name: 'record',
      key: '0x20 || prefix || "/" || suffix',
      value:
        '[status 0 active | 1 retired, holder, transaction id, [[index, type, data, ttl, permissions] …], reason | null]',
      versioned: true,
      about: 'What an identifier resolves to. A restricted value holds SHA-256(data) as its data.',
    },
    {
      name: 'counts',
      key: '0x21 || prefix',
      value: '[registered, retired, delegated]',
      versioned: false,
      about: 'What lies directly under a prefix; under the empty prefix: in the whole network.',
    },
    {
      name: 'restricted data',
      key: '0x22 || identifier || 0x00 || index (u32)',
      value: 'salt (16 bytes) || secret',
      versioned: false,
      about: 'What a value without public read really holds; never part of a public answer.',
    },
  ],
  queries: [
    { name: 'resolveRecord', about: 'The record of an identifier.' },
    { name: 'readPrefix', about: 'Who holds a prefix.' },
    { name: 'recordRange', about: 'The key range of the records directly under a prefix.' },
    { name: 'subtreeRange', about: 'The key range of all below a prefix, at any depth.' },
    { name: 'readCounts', about: 'What lies directly under a prefix.' },
    { name: 'readNetworkCounts', about: 'What lies in the whole network.' },
    { name: 'describeRecord', about: 'A record envelope as an object.' },
  ],
};
