import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLedger, ledger, MODULES } from '@touchmark/ledger';
import type { Ledger } from '@touchmark/ledger';
import { Dice } from './actors/dice.ts';
import { describeHistory } from './describe.ts';
import { runEngine } from './engine/engine-run.ts';
import { replayKilled, replayOnDisk, replayOnRuntimes } from './replay/ways.ts';
import { findFault, shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

const SEED = 20_261_123;

test('10,000 actions of honest, careless and malicious members go as the model says', async () => {
  const { tally, fault } = await simulate(SEED, 10_000);
  assert.equal(fault, undefined, `seed ${SEED}: npm run test:simulate -- --seed ${SEED}`);
  const never = [...ledger.registry.actions.keys()].filter(
    (type) => (tally.types.get(type)?.given ?? 0) === 0,
  );
  assert.deepEqual(never, [], 'actions that nobody thought of');
  assert.ok(tally.codes.size > 70, `${tally.codes.size} codes`);
});

test('the same history ends in the same roots in every way it can be executed', async () => {
  const { history, roots, fault } = await simulate(SEED + 1, 1_500);
  assert.equal(fault, undefined);
  const dice = new Dice(SEED);
  await replayOnDisk(history, roots, dice);
  assert.equal((await replayOnRuntimes(history, roots)).length, 2);
  assert.ok((await replayKilled(history, roots, dice)) > 0);
});

test('a real engine that is killed under load does what the model says, and loses nothing', async () => {
  const { kills, acknowledged } = await runEngine(SEED, 800, 25);
  assert.ok(kills > 0);
  assert.ok(acknowledged > 0);
});

/** A ledger that executes one action wrongly. */
function brokenLedger(type: string, isForgiven: (code: string) => boolean): Ledger {
  const modules = MODULES.map((module) => ({
    ...module,
    actions: module.actions.map((action) => ({
      ...action,
      execute: (...args: Parameters<typeof action.execute>) => {
        const refusal = action.execute(...args);
        const isWrong = action.type === type && refusal !== undefined && isForgiven(refusal.code);
        return isWrong ? undefined : refusal;
      },
    })),
  }));
  return createLedger(modules);
}

for (const [type, code] of [
  ['naming.update', 'NAMING_VALUE_IMMUTABLE'],
  ['governance.vote', 'GOVERNANCE_ALREADY_VOTED'],
  ['organizations.add-key', 'ORGANIZATIONS_KEY_UNPROVEN'],
  ['naming.delegate-administration', 'NAMING_ADMINISTRATION_CYCLE'],
] as const) {
  test(`a ledger without ${code} is found out, by a few transactions`, async () => {
    const broken = brokenLedger(type, (given) => given === code);
    const { history, fault } = await simulate(SEED, 20_000, { ledger: broken });
    assert.ok(fault !== undefined);
    const small = await shrink(history, { ledger: broken });
    const found = await findFault(small, { ledger: broken });
    assert.match(String(found?.error.message), /model/);
    const count = small.blocks.flatMap(({ transactions }) => transactions).length;
    assert.ok(count <= 30, describeHistory(small));
    assert.equal(await findFault(small), undefined, 'the ledger itself does it right');
  });
}
