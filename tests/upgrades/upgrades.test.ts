import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { auditChain, exportChain, importChain, openChainReader } from '@touchmark/engine';
import { createLedger, MODULES } from '@touchmark/ledger';
import {
  addToTally,
  takeFromTally,
  tally2,
} from '../../packages/ledger/src/testing/tally-module.ts';
import { ACTIVATION_HEIGHT, codeOf, DECIDE, NEW, OLD, UpgradingChain } from './upgrading-chain.ts';

async function temporary(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-upgrade-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function upgrading(context: TestContext): Promise<{ base: string; chain: UpgradingChain }> {
  const base = await temporary(context);
  return { base, chain: new UpgradingChain(join(base, 'ledger')) };
}

async function headOf(directory: string): Promise<{ height: number; root: Uint8Array }> {
  const reader = await openChainReader({ directory });
  try {
    return reader.latest();
  } finally {
    await reader.close();
  }
}

test('the real engine goes by version 1 before the height and by version 2 from it on', async (context) => {
  const { chain } = await upgrading(context);
  const engine = await chain.open(NEW);
  assert.equal(codeOf(await chain.submit(engine, DECIDE)), 0);
  // Up to 80 by version 1; and from the activation on 40 more each time.
  const refusedAt: number[] = [];
  for (let attempt = 1; engine.status().height < ACTIVATION_HEIGHT + 4; attempt += 1) {
    const result = await chain.submit(engine, addToTally(40));
    assert.ok(result.outcome === 'committed');
    const isRefused = attempt > 2 && result.height < ACTIVATION_HEIGHT;
    assert.equal(result.code, isRefused ? 900 : 0);
    if (isRefused) refusedAt.push(result.height);
  }
  assert.ok(refusedAt.length > 0);
  const told = engine.chain.events(undefined, 200).filter(({ type }) => /activat/.test(type));
  assert.deepEqual(
    told.map(({ type }) => type),
    ['governance.activation-set', 'kernel.activated'],
  );
  await engine.close();
});

test('software without the version stops before its block; newer software goes on there', async (context) => {
  const { chain } = await upgrading(context);
  const prepared = await chain.open(NEW);
  await chain.submit(prepared, DECIDE);
  await prepared.close();

  const old = await chain.open(OLD);
  const refused = await chain.submit(old, DECIDE);
  assert.equal(codeOf(refused), 'GOVERNANCE_VERSION_UNKNOWN');
  const warning = old.chain.read((view, { height }) => OLD.versions(view, height));
  const tally = warning.find(({ module }) => module === 'tally');
  assert.deepEqual([tally?.pending?.height, tally?.known], [ACTIVATION_HEIGHT, 1]);
  // In blocks of one, then all that is left at once: whatever is acknowledged is before the height.
  await chain.reach(old, ACTIVATION_HEIGHT - 3);
  const rest = Array.from({ length: 30 }, () => chain.submit(old, addToTally(1)));
  const results = await Promise.allSettled(rest);
  for (let more = 0; more < 5 && old.status().state === 'running'; more += 1) {
    results.push(...(await Promise.allSettled([chain.submit(old, addToTally(1))])));
  }
  const stop = await old.stopped;
  assert.ok(stop.reason === 'failed');
  assert.equal(stop.error.code, 'ENGINE_VERSION_UNKNOWN');
  assert.match(stop.error.message, /Block 10 goes by version 2 .* Update the software/);
  const committed = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  for (const each of committed) {
    assert.ok(each.outcome === 'committed' && each.height < ACTIVATION_HEIGHT);
  }
  assert.equal(old.status().height, ACTIVATION_HEIGHT - 1);
  await old.close();

  await assert.rejects(chain.open(OLD), { code: 'ENGINE_VERSION_UNKNOWN' });
  assert.equal((await headOf(chain.directory)).height, ACTIVATION_HEIGHT - 1);
  const updated = await chain.open(NEW);
  assert.equal(codeOf(await chain.submit(updated, takeFromTally(1))), 0);
  assert.ok(updated.status().height > ACTIVATION_HEIGHT);
  for (const each of committed) {
    assert.ok(each.outcome === 'committed');
    assert.ok(updated.chain.receipt(each.id));
  }
  await updated.close();
});

test('a chain with an activation is audited, exported, imported and rehearsed to the same root', async (context) => {
  const { base, chain } = await upgrading(context);
  await chain.live();
  const { directory } = chain;
  const head = await headOf(directory);
  const audit = (of: string, name: string, compareState = true) =>
    auditChain({ directory: of, scratch: join(base, name), compareState, ledger: NEW });
  for (const compareState of [true, false]) {
    const report = await audit(directory, `audit-${compareState}`, compareState);
    assert.equal(report.difference, undefined);
    assert.deepEqual([report.height, report.root], [head.height, head.root]);
  }
  const file = join(base, 'export');
  await exportChain({ directory, file, state: true });
  for (const withoutReplay of [false, true]) {
    const target = join(base, `import-${withoutReplay}`);
    const imported = await importChain({ file, directory: target, withoutReplay, ledger: NEW });
    assert.deepEqual([imported.height, imported.root], [head.height, head.root]);
    assert.equal((await audit(target, `${withoutReplay}`)).difference, undefined);
  }
});

test('software without the version replays up to its height, and says what is missing', async (context) => {
  const { base, chain } = await upgrading(context);
  await chain.live();
  const { directory } = chain;
  const parts = { directory, compareState: false, ledger: OLD };
  await assert.rejects(auditChain({ ...parts, scratch: join(base, 'audit') }), {
    code: 'ENGINE_VERSION_UNKNOWN',
  });
  const file = join(base, 'export');
  await exportChain({ directory, file });
  const target = join(base, 'import');
  await assert.rejects(importChain({ file, directory: target, ledger: OLD }), {
    code: 'ENGINE_VERSION_UNKNOWN',
  });
});

test('rules that differ before the activation are found by a rehearsal', async (context) => {
  const { base, chain } = await upgrading(context);
  await chain.live();
  const { directory } = chain;
  // The old rules were thrown away: what they did looks like the work of version 2.
  const careless = createLedger([...MODULES, { ...tally2, version: 1 }, tally2]);
  const scratch = join(base, 'rehearsal');
  const report = await auditChain({ directory, scratch, compareState: false, ledger: careless });
  assert.ok((report.difference?.height ?? 99) < ACTIVATION_HEIGHT);
});

test('a crash at the activation is made good: what was decided is executed by its rules', async (context) => {
  const { chain } = await upgrading(context);
  const engine = await chain.open(NEW);
  await chain.submit(engine, DECIDE);
  // Block by block, opened anew each time: the first thing done is the block that was decided.
  await engine.close();
  for (let turn = 0; turn < 12; turn += 1) {
    const opened = await chain.open(NEW);
    await chain.submit(opened, addToTally(1));
    await opened.close();
  }
  const scratch = `${chain.directory}-scratch`;
  const { directory } = chain;
  const report = await auditChain({ directory, scratch, compareState: true, ledger: NEW });
  assert.equal(report.difference, undefined);
  assert.ok(report.height > ACTIVATION_HEIGHT);
});
