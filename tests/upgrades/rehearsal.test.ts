/** A rehearsal tries versions to come on today's state, and changes nothing. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { auditChain, type MigrationTrial, openChainReader } from '@touchmark/engine';
import { createLedger, type Ledger, MODULES } from '@touchmark/ledger';
import { addToTally, tally1, tally2 } from '../../packages/ledger/src/testing/tally-module.ts';
import { ACTIVATION_HEIGHT, DECIDE, NEW, OLD, UpgradingChain } from './upgrading-chain.ts';

interface Stage {
  readonly rehearse: (ledger: Ledger) => Promise<readonly MigrationTrial[]>;
  readonly root: () => Promise<Uint8Array>;
}

/** A chain in the state before the activation. */
async function stage(context: TestContext, isDecided: boolean): Promise<Stage> {
  const base = await mkdtemp(join(tmpdir(), 'touchmark-rehearsal-'));
  context.after(() => rm(base, { recursive: true, force: true }));
  const chain = new UpgradingChain(join(base, 'ledger'));
  const engine = await chain.open(NEW);
  if (isDecided) await chain.submit(engine, DECIDE);
  await chain.submit(engine, addToTally(3));
  await engine.close();
  const { directory } = chain;
  let turn = 0;
  return {
    rehearse: async (ledger) => {
      turn += 1;
      const scratch = join(base, `scratch-${turn}`);
      const parts = { directory, scratch, compareState: false, migrations: true, ledger };
      const report = await auditChain(parts);
      assert.equal(report.difference, undefined);
      return report.migrations;
    },
    root: async () => {
      const reader = await openChainReader({ directory });
      try {
        return reader.latest().root;
      } finally {
        await reader.close();
      }
    },
  };
}

const withTally2 = (changes: Partial<typeof tally2>): Ledger =>
  createLedger([...MODULES, tally1, { ...tally2, ...changes }]);

test('a decided version is tried at its height; nothing of it stays', async (context) => {
  const { rehearse, root } = await stage(context, true);
  const before = await root();
  const [trial, ...more] = await rehearse(NEW);
  assert.deepEqual(more, []);
  assert.ok(trial !== undefined && trial.keys >= 2 && trial.events >= 1, JSON.stringify(trial));
  const { height, isDecided, versions, error } = trial;
  assert.deepEqual(
    { height, isDecided, versions, error },
    {
      height: ACTIVATION_HEIGHT,
      isDecided: true,
      versions: [{ module: 'tally', version: 2 }],
      error: undefined,
    },
  );
  assert.deepEqual(await root(), before);
});

test('a version that nobody has decided is tried as if it began with the next block', async (context) => {
  const { rehearse } = await stage(context, false);
  const [trial] = await rehearse(NEW);
  assert.equal(trial?.isDecided, false);
  assert.equal(trial?.error, undefined);
  assert.ok(trial.keys >= 2);
  assert.deepEqual(await rehearse(OLD), []);
});

test('a migration that fails is told with its first error', async (context) => {
  const { rehearse } = await stage(context, true);
  const migrate = (): never => {
    throw new RangeError('a sum that is none');
  };
  const [failed] = await rehearse(withTally2({ migrate }));
  assert.deepEqual(failed?.error, {
    code: 'ENGINE_MIGRATION_FAILED',
    message: 'a sum that is none',
  });
});

test('a migration whose steps do not end is told', async (context) => {
  const { rehearse } = await stage(context, true);
  const schedule = { dueMs: () => 0, runNext: () => undefined };
  const [endless] = await rehearse(withTally2({ schedule }));
  assert.equal(endless?.error?.code, 'ENGINE_MIGRATION_ENDLESS');
});

test('software that lacks what is decided hears so', async (context) => {
  const { rehearse } = await stage(context, true);
  const [missing] = await rehearse(OLD);
  assert.equal(missing?.error?.code, 'LEDGER_VERSION_UNKNOWN');
});
