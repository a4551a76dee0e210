/** The module that docs/new-module.md shows is real, and gets all that is promised there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { actionCommand } from '../../packages/cli/src/action/action-command.ts';
import { actionsPage } from '../../packages/cli/src/docs/actions-page.ts';
import { createLedger } from '../../packages/ledger/src/ledger.ts';
import { MODULES } from '../../packages/ledger/src/modules.ts';
import { encodePost, notices, post } from '../../packages/ledger/src/testing/notices/notices.ts';
import { randomActions } from '../../packages/ledger/src/testing/random-params.ts';
import { Sandbox } from '../../packages/ledger/src/testing/sandbox.ts';
import { paramsSource } from '../../packages/sdk/src/testing/params-source.ts';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(resolve(root, 'docs/new-module.md'), 'utf8');
const ledger = createLedger([...MODULES, notices]);
const GEARS = { name: 'gears', words: 'half price' };
const { modules } = ledger.registry;

test('the document shows the module as it is', () => {
  const source = 'packages/ledger/src/testing/notices/notices.ts';
  assert.ok(text.includes(readFileSync(resolve(root, source), 'utf8')), source);
});

test('every file and script that the document names is there', () => {
  const named = [...text.matchAll(/`((?:testing|kernel)\/[\w-]+\.ts)`/g)].map(([, file]) => file);
  assert.ok(named.length >= 4);
  for (const file of named) readFileSync(resolve(root, 'packages/ledger/src', file ?? ''));
});

test('it executes: state, event, refusal in both languages', () => {
  const sandbox = new Sandbox(ledger);
  const done = sandbox.submit('maker', encodePost(GEARS));
  assert.deepEqual([done.word, done.events[0]?.type], ['OK', 'notices.posted']);
  const again = sandbox.submit('maker', encodePost(GEARS));
  assert.equal(again.word, 'NOTICES_TAKEN');
  for (const [language, said] of [
    ['en', /a notice gears of maker already/],
    ['zh', /maker 已发布名为 gears/],
  ] as const) {
    assert.match(ledger.describeRefusal(again.word, again.details, language), said);
  }
});

test('its entries are versioned, and a dry run names them', () => {
  const sandbox = new Sandbox(ledger);
  const moment = { chainId: 'sandbox', height: 1, timeMs: 1 };
  const decision = { author: 'maker', actions: [encodePost(GEARS)] };
  const [change] = ledger.dryRun(sandbox.state, moment, decision).changes;
  assert.deepEqual([change?.module, change?.entry], ['notices', 'notice']);
  assert.equal(change?.layout, '{words: text}');
  assert.ok(change !== undefined && ledger.isVersioned(change.key));
});

test('it has a command with its fields, their bounds and an example', () => {
  const command = actionCommand(post);
  assert.equal(command.path, 'do notices.post');
  const flags = Object.values(command.options).map((option) => option.flags);
  assert.deepEqual(flags.slice(0, 2), ['--name <text>', '--words <text>']);
  assert.match(command.examples[0] ?? '', /--name TEXT --words TEXT/);
});

test('it has a page, types for the SDK, and random actions', () => {
  const page = actionsPage(modules);
  assert.match(page, /### notices\.post\n\nPuts up a notice\. Who may: anyone\./);
  assert.match(page, /`NOTICES_TAKEN` \| 500/);
  assert.match(page, /\| notice \| `0x50 'n' \\\|\\\| organization id, \/ and name` \|/);
  assert.match(paramsSource(modules), /'notices\.post': \{\nreadonly name: string;/);
  const sandbox = new Sandbox(ledger);
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomActions([post]), (action) => {
      seen.add(sandbox.submit('maker', action).word);
    }),
    { numRuns: 300 },
  );
  assert.ok(seen.has('OK') && seen.has('NOTICES_TAKEN') && seen.has('ACTION_PARAMS_INVALID'));
});
