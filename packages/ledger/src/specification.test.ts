import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ledger, limits, ROLES } from './index.ts';

const specification = readFileSync(resolve(import.meta.dirname, '../../../spec/ledger.md'), 'utf8');

test('the specification has every code with its number', () => {
  for (const [code, { number }] of ledger.registry.errors) {
    assert.ok(specification.includes(`| \`${code}\` | ${number} |`), `${code} ${number}`);
    const mentions = specification.split(`\`${code}\``).length - 1;
    assert.ok(mentions >= 2, `${code} is listed, but no rule gives it`);
  }
});

test('the specification has every action and event', () => {
  for (const module of ledger.registry.modules) {
    for (const { type } of module.actions)
      assert.ok(specification.includes(`| \`${type}\` |`), type);
    for (const { type } of module.events) {
      assert.match(specification, new RegExp(`\`${type}\`\\s+\\{`), type);
    }
  }
});

test('the specification has every role in its order, and every limit', () => {
  const roles = ROLES.map((role) => `\`${role}\``).join(',\n? ?');
  assert.match(specification, new RegExp(roles.replaceAll(',\n? ?', ',\\s')));
  for (const [name, value] of Object.entries(limits)) {
    const written = value.toLocaleString('en-US');
    const pattern = new RegExp(`\\b(${written}|${value})\\b`);
    assert.match(specification, pattern, name);
  }
});
