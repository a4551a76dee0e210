import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from '@touchmark/codec';
import { openMemoryStateStore } from '@touchmark/state';
import { createLedger } from '../ledger.ts';
import { MODULES } from '../modules.ts';
import { encodeActivate } from '../modules/governance/activate.ts';
import { encodeCancelActivation } from '../modules/governance/cancel-activation.ts';
import { Council, memberId, openGenesis, proposal, rule } from '../testing/council.ts';
import { CHAIN_ID, Sandbox, testKey } from '../testing/sandbox.ts';
import {
  addToTally,
  newSumKey,
  oldSumKey,
  takeFromTally,
  tally1,
  tally2,
} from '../testing/tally-module.ts';
import { activationsKey } from './activations.ts';
import { blockEventsKey } from './own-work.ts';
import { RegistryError } from './registry.ts';
import { VersionUnknownError } from './rulebook.ts';

const before = createLedger([...MODULES, tally1]);
const after = createLedger([...MODULES, tally1, tally2]);
const ACTIVATE = encodeActivate({ module: 'tally', version: 2, height: 7 });
const CANCEL = encodeCancelActivation({ module: 'tally' });

/** Sums of five organizations by version 1, and version 2 to come with block 7. */
function upgrading(of = after): Sandbox {
  const sandbox = new Sandbox(of, openGenesis());
  const authors = ['admin', 'top', 'second', 'maker', 'stranger'];
  sandbox.block(authors.map((name) => sandbox.transaction([testKey(name)], [addToTally(90)])));
  sandbox.must('admin', ACTIVATE);
  return sandbox;
}

function reach(sandbox: Sandbox, height: number): Sandbox {
  while (sandbox.height < height) sandbox.block([]);
  return sandbox;
}

test('the same actions go by version 1 before the activation and by version 2 from it on', () => {
  const sandbox = reach(upgrading(), 5);
  assert.equal(sandbox.submit('maker', addToTally(20)).word, 'TALLY_TOO_HIGH');
  assert.equal(sandbox.height, 6);
  const author = [testKey('maker')];
  const results = sandbox.block([
    sandbox.transaction(author, [addToTally(20)]),
    sandbox.transaction(author, [takeFromTally(1)]),
  ]);
  assert.deepEqual(
    results.map(({ word }) => word),
    ['OK', 'OK'],
  );
  assert.deepEqual(sandbox.state.get(newSumKey('maker')), Uint8Array.of(0, 109));
});

test('an action that only the new version has is unknown before', () => {
  const sandbox = reach(upgrading(), 5);
  assert.equal(sandbox.submit('maker', takeFromTally(1)).word, 'ACTION_UNKNOWN');
  assert.equal(sandbox.submit('maker', takeFromTally(1)).word, 'OK');
  assert.equal(sandbox.submit('maker', takeFromTally(500)).word, 'TALLY_TOO_LOW');
});

test('the state is migrated at the start of the first block, and the block tells of it', () => {
  const sandbox = reach(upgrading(), 6);
  assert.ok(sandbox.state.get(oldSumKey('admin')));
  sandbox.block([]);
  const told = sandbox.own.map(({ type, params }) => [type, decode(params)]);
  assert.deepEqual(told, [
    [
      'kernel.activated',
      new Map<string, unknown>([
        ['module', 'tally'],
        ['version', 2],
      ]),
    ],
  ]);
  assert.ok(sandbox.state.get(blockEventsKey(7)));
  for (const name of ['admin', 'top', 'second', 'maker', 'stranger']) {
    assert.equal(sandbox.state.get(oldSumKey(name)), undefined);
    assert.deepEqual(sandbox.state.get(newSumKey(name)), Uint8Array.of(0, 90));
  }
  sandbox.block([]);
  assert.deepEqual(sandbox.own, []);
});

test('a migration that is too much for a block goes on in the next ones', () => {
  const sandbox = upgrading();
  const names = Array.from({ length: 150 }, (_, number) => `many-${number}`);
  sandbox.state.apply(names.map((name) => ({ key: oldSumKey(name), value: Uint8Array.of(7) })));
  reach(sandbox, 6);
  const left = () =>
    names.filter((name) => sandbox.state.get(oldSumKey(name)) !== undefined).length;
  assert.equal(after.dueMs(sandbox.state, 7), 0);
  const found: number[] = [];
  for (let blocks = 4; blocks > 0; blocks -= 1) {
    sandbox.block([]);
    found.push(left());
  }
  assert.deepEqual(found.slice(2), [0, 0]);
  assert.ok(found[0]! > found[1]! && found[1]! > 0);
  assert.equal(after.dueMs(sandbox.state, sandbox.height + 1), undefined);
  for (const name of names)
    assert.deepEqual(sandbox.state.get(newSumKey(name)), Uint8Array.of(0, 7));
});

test('software without the version executes every block before it alike, and not that one', () => {
  const old = reach(upgrading(before), 6);
  const fresh = reach(upgrading(), 6);
  assert.deepEqual(old.state.range({ start: new Uint8Array(0), end: null }), [
    ...fresh.state.range({ start: new Uint8Array(0), end: null }),
  ]);
  assert.deepEqual(before.unknownAt(old.state, 6), undefined);
  const unknown = { module: 'tally', version: 2, known: 1, height: 7 };
  assert.deepEqual(before.unknownAt(old.state, 7), unknown);
  assert.throws(
    () => old.block([]),
    (error) => error instanceof VersionUnknownError && /Update the software/.test(error.message),
  );
});

test('whether software knows a version is asked at the door, never by a block', () => {
  const sandbox = new Sandbox(before, openGenesis());
  const moment = { chainId: CHAIN_ID, height: 1, timeMs: sandbox.timeMs };
  const direct = sandbox.transaction([testKey('admin')], [ACTIVATE]);
  const proposed = sandbox.transaction([testKey('admin')], [proposal(ACTIVATE)]);
  for (const transaction of [direct, proposed]) {
    const refusal = before.gate(sandbox.state, moment).check(transaction);
    assert.equal(refusal?.code, 'GOVERNANCE_VERSION_UNKNOWN');
    assert.equal(after.gate(sandbox.state, moment).check(transaction), undefined);
  }
  const decision = { author: 'admin', actions: [ACTIVATE] };
  assert.equal(
    before.dryRun(sandbox.state, moment, decision).refusal?.code,
    'GOVERNANCE_VERSION_UNKNOWN',
  );
  const { changes } = after.dryRun(sandbox.state, moment, decision);
  assert.deepEqual(
    changes.map(({ module, entry }) => `${module} ${entry}`),
    ['kernel activations'],
  );
  assert.equal(sandbox.submit('admin', ACTIVATE).word, 'OK');
});

test('an activation that has not come is cancelled, one that has is not', () => {
  const sandbox = reach(upgrading(), 5);
  assert.equal(sandbox.submit('admin', CANCEL).word, 'OK');
  assert.equal(sandbox.state.get(activationsKey('tally')), undefined);
  assert.equal(sandbox.submit('maker', addToTally(20)).word, 'TALLY_TOO_HIGH');
  sandbox.must('admin', encodeActivate({ module: 'tally', version: 2, height: 9 }));
  sandbox.block([]);
  assert.equal(sandbox.submit('admin', CANCEL).word, 'GOVERNANCE_ACTIVATION_NONE');
  assert.equal(sandbox.submit('maker', addToTally(20)).word, 'OK');
});

test('what rules, what is to come and what is known here', () => {
  const sandbox = upgrading(before);
  const of = (height: number) =>
    before.versions(sandbox.state, height).find(({ module }) => module === 'tally');
  const activation = { version: 2, height: 7 };
  const activations = [activation];
  const common = { module: 'tally', known: 1, activations };
  assert.deepEqual(of(5), { ...common, active: 1, pending: activation });
  assert.deepEqual(of(6), { ...common, active: 2, pending: undefined });
});

test('versions are decided by vote where the constitution says so', () => {
  const council = new Council(2, [rule('*')]);
  const activate = encodeActivate({ module: 'naming', version: 2, height: 3 });
  assert.equal(council.submit('admin', activate).word, 'GOVERNANCE_PROPOSAL_NEEDED');
  council.propose('admin', activate);
  council.vote('admin', 'yes');
  // By then the block is past.
  assert.equal(council.vote(memberId(1), 'yes').word, 'OK');
  assert.equal(council.status(), 'failed');
});

test('a module that begins with version 2 is not there before', () => {
  const { migrate: _, schedule: __, ...late } = tally2;
  const ledger = createLedger([...MODULES, late]);
  const sandbox = new Sandbox(ledger, openGenesis());
  assert.equal(sandbox.submit('maker', addToTally(20)).word, 'ACTION_UNKNOWN');
  sandbox.must('admin', encodeActivate({ module: 'tally', version: 2, height: 3 }));
  assert.equal(sandbox.submit('maker', addToTally(20)).word, 'OK');
});

test('versions that do not follow each other, or use a key or a code anew, are no ledger', () => {
  const renumbered = { TALLY_TOO_HIGH: { number: 905, en: 'x', zh: 'x' } };
  const reused = { TALLY_OTHER: { number: 900, en: 'x', zh: 'x' } };
  for (const wrong of [
    [tally2, tally1],
    [tally1, tally1],
    [tally1, { ...tally2, version: 3 }],
    [{ ...tally1, version: 0 }],
    [tally1, { ...tally2, errors: renumbered }],
    [tally1, { ...tally2, errors: reused }],
    [tally1, { ...tally2, keySpaces: [0x20] }],
    [tally1, tally2, { ...tally1, name: 'other', actions: [], events: [], errors: {} }],
  ]) {
    assert.throws(() => createLedger([...MODULES, ...wrong]), RegistryError);
  }
});

test('a chain with an activation has the same root whatever holds the state', () => {
  const sandbox = new Sandbox(after, openGenesis());
  const store = openMemoryStateStore({ tables: [] });
  const update = store.begin();
  update.write(after.initializeState(openGenesis()));
  const actions = [addToTally(90), ACTIVATE, addToTally(20), addToTally(30), takeFromTally(3)];
  for (let height = 1; height <= 9; height += 1) {
    const transactions = actions.map((action) => sandbox.transaction([testKey('admin')], [action]));
    const timeMs = sandbox.timeMs + 1000;
    const block = { chainId: CHAIN_ID, height, timeMs, transactions };
    const expected = after.executeBlock(block, sandbox.state, () => true);
    const again = after.executeBlock(block, update, () => true);
    assert.deepEqual(again, expected);
    update.write(again.writes);
    sandbox.block(transactions);
  }
  assert.ok(sandbox.state.get(newSumKey('admin')));
});
