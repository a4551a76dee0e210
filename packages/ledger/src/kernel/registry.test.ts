import assert from 'node:assert/strict';
import { test } from 'node:test';
import { organizations } from '../modules/organizations/module.ts';
import { naming } from '../modules/naming/module.ts';
import { MODULES } from '../modules.ts';
import type { ModuleDefinition } from './module.ts';
import { createRegistry, RegistryError } from './registry.ts';

const EMPTY: ModuleDefinition = {
  name: 'empty',
  version: 1,
  about: 'Nothing.',
  actions: [],
  events: [],
  errors: {},
  errorNumbers: [900, 999],
  keySpaces: [0x7f],
  state: [],
  queries: [],
};

const WORDS = { en: 'No.', zh: '否。' };

test('modules that get in each other’s way are found at the start', () => {
  const conflicts: [string, Partial<ModuleDefinition>][] = [
    ['name', { name: 'naming' }],
    ['key space', { keySpaces: [0x20] }],
    ["the kernel's key space", { keySpaces: [0x01] }],
    ['error code', { errors: { NAMING_PREFIX_TAKEN: { number: 900, ...WORDS } } }],
    ['error number outside its range', { errors: { EMPTY_X: { number: 200, ...WORDS } } }],
    [
      'error number twice',
      { errors: { EMPTY_X: { number: 900, ...WORDS }, EMPTY_Y: { number: 900, ...WORDS } } },
    ],
    ['action of another name', { actions: naming.actions }],
    ['event', { events: naming.events }],
  ];
  assert.doesNotThrow(() => createRegistry([...MODULES, EMPTY]));
  for (const [what, change] of conflicts) {
    const modules = [...MODULES, { ...EMPTY, ...change }];
    assert.throws(() => createRegistry(modules), RegistryError, what);
  }
});

test('exactly one module says whose a key is', () => {
  assert.throws(() => createRegistry([naming]), /exactly one/);
  const { identity } = organizations;
  assert.ok(identity !== undefined);
  assert.throws(() => createRegistry([...MODULES, { ...EMPTY, identity }]), /exactly one/);
});

test('what is declared is complete: every action, event, entry and query has words', () => {
  for (const module of MODULES) {
    assert.ok(module.about.endsWith('.'), module.name);
    for (const action of module.actions) {
      assert.ok(action.about.endsWith('.') && action.authority.length > 0, action.type);
      assert.equal(action.params.description.kind, 'map');
    }
    for (const event of module.events) assert.ok(event.about.endsWith('.'), event.type);
    for (const entry of module.state) assert.ok(entry.key.length * entry.value.length > 0);
    for (const query of module.queries) assert.ok(query.about.endsWith('.'), query.name);
    for (const [code, { en, zh }] of Object.entries(module.errors)) {
      assert.ok(code.startsWith(`${module.name.toUpperCase()}_`), code);
      assert.match(en, /\.$/);
      assert.match(zh, /。$/);
    }
  }
});
