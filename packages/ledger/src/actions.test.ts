import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '@touchmark/codec';
import type { Action, CborKey, CborValue } from '@touchmark/codec';
import {
  encodeAddKey,
  encodeAdmit,
  encodeDelegate,
  encodeReinstate,
  encodeRegister,
  encodeRetire,
  encodeRevokeKey,
  encodeSetRoles,
  encodeSuspend,
  encodeUpdate,
  ledger,
} from './index.ts';
import { ITEM, sandboxWithItem, value } from './testing/named-sandbox.ts';
import { testKey } from './testing/sandbox.ts';

/** One of each, which succeeds for this author after the preparation. */
const EXAMPLES: Readonly<Record<string, { author: string; action: Action; before?: Action }>> = {
  'organizations.admit': {
    author: 'admin',
    action: encodeAdmit({ id: 'new', name: 'N', roles: ['auditor'], keys: [testKey('n')] }),
  },
  'organizations.suspend': {
    author: 'admin',
    action: encodeSuspend({ id: 'maker', reason: 'unpaid' }),
  },
  'organizations.reinstate': {
    author: 'admin',
    before: encodeSuspend({ id: 'maker', reason: 'unpaid' }),
    action: encodeReinstate({ id: 'maker', reason: 'paid' }),
  },
  'organizations.set-roles': {
    author: 'admin',
    action: encodeSetRoles({ id: 'maker', roles: ['reporter'] }),
  },
  'organizations.add-key': {
    author: 'maker',
    action: encodeAddKey({ id: 'maker', ...testKey('spare', 'sm2') }),
  },
  'organizations.revoke-key': {
    author: 'maker',
    before: encodeAddKey({ id: 'maker', ...testKey('spare') }),
    action: encodeRevokeKey({ id: 'maker', keyId: testKey('maker').keyId, reason: 'lost' }),
  },
  'naming.delegate': {
    author: 'top',
    action: encodeDelegate({ prefix: '88.7', holder: 'second' }),
  },
  'naming.register': {
    author: 'maker',
    action: encodeRegister({
      prefix: '88.118.8',
      entries: [{ suffix: 'a', values: [value(1, 'x')] }],
    }),
  },
  'naming.update': {
    author: 'maker',
    action: encodeUpdate({ identifier: ITEM, expectedVersion: 1, values: [value(1, 'b')] }),
  },
  'naming.retire': {
    author: 'maker',
    action: encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' }),
  },
};

for (const module of ledger.registry.modules) {
  for (const { type, params } of module.actions) {
    const example = EXAMPLES[type];

    test(`${type} succeeds and tells of it in an event of its module`, () => {
      assert.ok(example !== undefined, `no example of ${type}: add one`);
      const { author, action, before } = example;
      const done = sandboxWithItem().submit(author, ...(before ? [before] : []), action);
      assert.equal(done.word, 'OK');
      assert.equal(done.events.length, before === undefined ? 1 : 2);
      for (const event of done.events) {
        assert.ok(module.events.some((known) => known.type === event.type));
        assert.deepEqual(encode(decode(event.params)), event.params);
      }
    });

    test(`${type} encodes exactly the fields it describes, and takes no others`, () => {
      assert.ok(example !== undefined);
      const { author, action } = example;
      const given = decode(action.params);
      assert.ok(given instanceof Map && params.description.kind === 'map');
      const names = params.description.fields.map(({ name }) => name);
      assert.deepEqual(new Set(given.keys()), new Set(names));
      const submit = (fields: ReadonlyMap<CborKey, CborValue>) =>
        sandboxWithItem().submit(author, { type, params: encode(fields) }).details;
      const surplus = submit(new Map([...given, ['zzzzzzzzzzzzzzzzzzzzz', 1]]));
      assert.equal(surplus['problem'], 'unknown');
      for (const name of names) {
        const rest: Map<CborKey, CborValue> = new Map(given);
        rest.delete(name);
        assert.deepEqual(submit(rest), { action: 0, field: name, problem: 'missing' });
      }
    });
  }
}
