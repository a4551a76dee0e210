import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '@touchmark/codec';
import { BLOCK_WRITE_BYTES, ENTRY_VALUE_BYTES, TRANSACTION_WRITE_BYTES } from '../limits.ts';
import { encodePropose } from '../modules/governance/propose.ts';
import { encodeSetConstitution } from '../modules/governance/set-constitution.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import { encodeRetire } from '../modules/naming/retire.ts';
import { encodeAdmit } from '../modules/organizations/admit.ts';
import { Council, DAY_MS, memberId, OPENLY, proposal, rule } from '../testing/council.ts';
import { namedSandbox, value } from '../testing/named-sandbox.ts';
import { CHAIN_ID, testKey } from '../testing/sandbox.ts';
import { KERNEL_KEYS } from './recent-ids.ts';
import type { Sandbox } from '../testing/sandbox.ts';

const LARGE = 'x'.repeat(30_000);
const PER_TRANSACTION = 30;

/** So many large records under 88.118.8, some to a transaction. */
function sandboxWithLarge(records: number): Sandbox {
  const sandbox = namedSandbox();
  for (let first = 0; first < records; first += PER_TRANSACTION) {
    const entries = Array.from({ length: PER_TRANSACTION }, (_, index) => ({
      suffix: `large-${first + index}`,
      values: [value(1, LARGE)],
    }));
    sandbox.must('maker', encodeRegister({ prefix: '88.118.8', entries }));
  }
  return sandbox;
}

function retirements(first: number, count: number): Action[] {
  return Array.from({ length: count }, (_, index) =>
    encodeRetire({
      identifier: `88.118.8/large-${first + index}`,
      expectedVersion: 1,
      reason: 'scrapped',
    }),
  );
}

test('a few bytes of a transaction may make the ledger write so much and no more', () => {
  const sandbox = sandboxWithLarge(150);
  const many = sandbox.submit('maker', ...retirements(0, 145));
  assert.equal(many.word, 'TRANSACTION_WRITES_EXCEEDED');
  assert.equal(many.details['limit'], TRANSACTION_WRITE_BYTES);
  assert.equal(many.details['what'], 'bytes');
  assert.equal(sandbox.submit('maker', ...retirements(0, 130)).word, 'OK');
});

test('a block may write so many bytes; what comes after may come again', () => {
  const sandbox = sandboxWithLarge(1_200);
  const transactions = Array.from({ length: 10 }, (_, index) =>
    sandbox.transaction([testKey('maker')], retirements(index * 120, 120)),
  );
  const results = sandbox.block(transactions);
  const full = results.find(({ word }) => word === 'BLOCK_FULL');
  assert.equal(full?.details['limit'], BLOCK_WRITE_BYTES);
  assert.equal(full.final, false);
  assert.equal(results.filter(({ word }) => word === 'OK').length, 9);
  assert.equal(sandbox.block(transactions.slice(9))[0]?.word, 'OK');
});

/** All members in each of so many committees: about 2,900 bytes a committee. */
function committees(count: number): Action {
  const organizations = Array.from({ length: 256 }, (_, place) => memberId(place + 1));
  return encodeSetConstitution({
    committees: Array.from({ length: count }, (_, place) => ({
      name: `c-${place}`,
      organizations,
    })),
    rules: [OPENLY],
  });
}

test('no action writes a value that the store does not take', () => {
  const sandbox = new Council(256, [OPENLY]);
  const large = sandbox.submit('admin', committees(32));
  assert.equal(large.word, 'TRANSACTION_WRITES_EXCEEDED');
  assert.equal(large.details['limit'], ENTRY_VALUE_BYTES);
  const half = committees(16);
  const proposed = sandbox.submit('admin', proposal(half, half));
  assert.equal(proposed.word, 'TRANSACTION_WRITES_EXCEEDED');
  sandbox.propose('admin', half);
  sandbox.vote('admin', 'yes');
  assert.equal(sandbox.status(), 'executed');
});

test('what a decision writes counts, whether a vote carries it out or its time has come', () => {
  const keys = [testKey('new')];
  const admit = encodeAdmit({ id: 'new', name: 'x'.repeat(384), roles: [], keys });
  for (const delayMs of [0, DAY_MS]) {
    const council = new Council(0, [rule('*', { threshold: 'all', delayMs })]);
    const action = encodePropose({ title: 'x', actions: [admit], vote: 'yes' });
    const { state, height, timeMs, ledger, verify } = council;
    const propose = council.transaction([testKey('admin')], [action]);
    const block = { chainId: CHAIN_ID, height: height + 1, timeMs, transactions: [propose] };
    let outcome = ledger.executeBlock(block, state, verify);
    if (delayMs > 0) {
      state.commit(outcome);
      const later = { height: height + 2, timeMs: timeMs + delayMs, transactions: [] };
      outcome = ledger.executeBlock({ ...block, ...later }, state, verify);
    }
    const written = outcome.writes.filter(({ key }) => key[0] !== KERNEL_KEYS);
    const bytes = written.reduce(
      (sum, { key, value }) => sum + key.length + (value?.length ?? 0),
      0,
    );
    assert.ok(bytes > 384);
    assert.ok(outcome.writtenBytes >= bytes, `${outcome.writtenBytes} of ${bytes}`);
  }
});
