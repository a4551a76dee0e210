import type { StateEntryDefinition } from '../../kernel/module.ts';

/** Everything that this module keeps in the state. */
export const NAMING_STATE: readonly StateEntryDefinition[] = [
  {
    name: 'prefix',
    key: '0x20 || prefix',
    value:
      '[holder, transaction id, reregister after ms | null, template | null, tenure, reason | null]',
    versioned: true,
    about:
      'Who holds a prefix; its tenure grows with each change of holder; the reason is that of the decision that gave it to it. Template: [others 0 | 1, [required type …], [optional type …]], for the records directly under it.',
  },
  {
    name: 'record',
    key: '0x20 || prefix || "/" || suffix',
    value:
      '[status 0 active | 1 retired, holder, transaction id, [[index, type, data, ttl, permissions] …], reason | null]',
    versioned: true,
    about:
      'What an identifier resolves to. A restricted value holds SHA-256(data) as its data. The reason: why it is retired, or why a decision gave it to its holder.',
  },
  {
    name: 'counts',
    key: '0x21 || scope',
    value:
      '[registered, retired, delegated, organizations, last day, registered on it, retired on it]',
    versioned: false,
    about:
      'What lies in a scope: a prefix (directly under it), 0x01 || industry (all below these two labels), or nothing: the network. Records count in the network only where they are in no industry.',
  },
  {
    name: 'day',
    key: '0x21 || scope (industry: 0x03 || industry) || 0x00 || day (u32)',
    value: '[registered, retired]',
    versioned: false,
    about: 'What happened in a scope on a day (in UTC, since 1970) that another one followed.',
  },
  {
    name: 'prefixes held',
    key: '0x21 || 0x02 || scope || 0x00 || organization',
    value: 'number of prefixes',
    versioned: false,
    about: 'So that the organizations of a scope can be counted.',
  },
  {
    name: 'restricted data',
    key: '0x22 || identifier || 0x00 || index (u32)',
    value: 'salt (16 bytes) || secret',
    versioned: false,
    about: 'What a value without public read really holds; never part of a public answer.',
  },
  {
    name: 'changes',
    key: '0x23 || prefix || 0x00 || height (u64)',
    value: '[suffix …], the empty one for the prefix itself',
    versioned: true,
    about:
      'What changed directly under a prefix in a block, records and requests for signatures: its versions, one after the other.',
  },
  {
    name: 'administration',
    key: '0x24 || prefix || 0x00 || organization',
    value:
      '[status 0 active | 1 revoked, grantor, may delegate 0 | 1, until ms | null, transaction id, reason | null, tenure, number, [prefix, number] | null]',
    versioned: true,
    about:
      'That an organization administers a prefix, and all that its holder has below it: in which tenure of the prefix, which appointment this is of it there, and by which of its own the grantor gave it; null: as the holder.',
  },
  {
    name: 'signatures',
    key: '0x25 || identifier || 0x00 || index (u32)',
    value:
      '[status 0 open | 1 resolved | 2 closed, value, [party …], required, withdrawal 0 never | 1 before | 2 always, until ms | null, [[party, transaction id] …], transaction id, reason | null, asker, [prefix, number] | null]',
    versioned: true,
    about:
      'A value that becomes part of its record when enough of the parties have signed it; who asked, by which administration (null: as the holder).',
  },
];
