import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { decodeTransaction, encodeTransactionContent, signTransaction } from '@touchmark/codec';
import { ledger } from '../index.ts';
import {
  BLOCK_SIGNATURE_CHECKS,
  BLOCK_STRANGERS_CHECKS,
  BLOCK_TRANSACTION_BYTES,
  BLOCK_WRITES,
  EXPIRY_WINDOW_MS,
  REGISTER_ENTRIES,
} from '../limits.ts';
import { encodeDelegate } from '../modules/naming/delegate.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import { encodeAddKey } from '../modules/organizations/add-key.ts';
import { encodeAdmit } from '../modules/organizations/admit.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { application } from '../testing/applicants.ts';
import { fullBatches, namedSandbox, value } from '../testing/named-sandbox.ts';
import { CHAIN_ID, Sandbox, START_MS, testKey } from '../testing/sandbox.ts';

const SUSPEND = encodeSuspend({ id: 'maker', reason: 'unpaid' });
const REFUSED = encodeSuspend({ id: 'nobody', reason: 'unpaid' });

test('a refused transaction leaves its id and nothing else', () => {
  const sandbox = new Sandbox();
  const before = sandbox.state.entries();
  const submitted = sandbox.submit('admin', SUSPEND, REFUSED);
  assert.equal(submitted.word, 'ORGANIZATIONS_UNKNOWN');
  assert.deepEqual(submitted.details, { action: 1, id: 'nobody' });
  assert.equal(submitted.final, true);
  assert.equal(sandbox.state.history.size, 0);
  const after = sandbox.state.entries().filter(({ key }) => key[0] !== 0x01);
  assert.deepEqual(after, before);
  assert.equal(sandbox.state.entries().length, before.length + 1);
});

test('what is turned away before its signatures hold leaves nothing at all', () => {
  const sandbox = new Sandbox();
  const before = sandbox.state.entries();
  const transaction = sandbox.transaction([testKey('admin')], [SUSPEND]);
  sandbox.verify = () => false;
  const [turnedAway] = sandbox.block([transaction]);
  assert.equal(turnedAway?.final, false);
  assert.deepEqual(sandbox.state.entries(), before);
  sandbox.verify = () => true;
  const [accepted] = sandbox.block([transaction]);
  assert.equal(
    accepted?.word,
    'OK',
    'nobody can spoil a transaction by sending it badly signed first',
  );
});

test('a transaction is decided once, in one block or in two', () => {
  const sandbox = new Sandbox();
  const transaction = sandbox.transaction([testKey('admin')], [SUSPEND]);
  const inOne = sandbox.block([transaction, transaction]);
  const again = sandbox.block([transaction]);
  assert.deepEqual(
    [...inOne, ...again].map(({ word, final }) => [word, final]),
    [
      ['OK', true],
      ['TRANSACTION_REPLAYED', false],
      ['TRANSACTION_REPLAYED', false],
    ],
  );
  const refused = sandbox.transaction([testKey('admin')], [REFUSED]);
  const [, repeated] = sandbox.block([refused, refused]);
  assert.equal(repeated?.details['result'], 102);
});

test('a later transaction of a block sees what an earlier one did', () => {
  const sandbox = new Sandbox();
  const results = sandbox.block([
    sandbox.transaction([testKey('admin')], [SUSPEND]),
    sandbox.transaction([testKey('maker')], [REFUSED]),
  ]);
  assert.deepEqual(
    results.map(({ word }) => word),
    ['OK', 'SIGNER_ORGANIZATION_SUSPENDED'],
  );
});

test('every signer is checked, the first one is the author', () => {
  const sandbox = new Sandbox();
  const asked: Uint8Array[] = [];
  sandbox.verify = (_, publicKey) => {
    asked.push(publicKey);
    return true;
  };
  const keys = [testKey('admin'), testKey('stranger')];
  const [both] = sandbox.block([sandbox.transaction(keys, [SUSPEND])]);
  assert.equal(both?.word, 'OK');
  assert.deepEqual(
    asked,
    keys.map(({ publicKey }) => publicKey),
  );
  const [turned] = sandbox.block([sandbox.transaction(keys.toReversed(), [REFUSED])]);
  assert.deepEqual(turned?.details['author'], 'stranger');
  const withMaker = [testKey('admin'), testKey('maker')];
  const [suspended] = sandbox.block([sandbox.transaction(withMaker, [REFUSED])]);
  assert.equal(suspended?.word, 'SIGNER_ORGANIZATION_SUSPENDED');
});

test('real signatures hold, and fail over other bytes', () => {
  const sandbox = new Sandbox();
  sandbox.verify = verifySignature;
  const keys = [testKey('admin')];
  const content = sandbox.transaction(keys, [SUSPEND]).contentBytes;
  const [accepted] = sandbox.block([decodeTransaction(signTransaction(content, keys))]);
  assert.equal(accepted?.word, 'OK');
  const [unsigned] = sandbox.block([sandbox.transaction(keys, [SUSPEND])]);
  assert.equal(unsigned?.word, 'SIGNATURE_INVALID');
});

test('the window of expiry is open at the near end and closed at the far one', () => {
  const sandbox = new Sandbox();
  const now = START_MS + 1000;
  const results = [now, now + 1, now + EXPIRY_WINDOW_MS, now + EXPIRY_WINDOW_MS + 1].map(
    (expiresAtMs) => sandbox.transaction([testKey('admin')], [REFUSED], { expiresAtMs }),
  );
  assert.deepEqual(
    sandbox.block(results).map(({ code }) => code),
    [2, 102, 102, 3],
  );
});

test('expired ids go as new transactions come, and an empty block changes nothing', () => {
  const sandbox = new Sandbox();
  const ids = () => sandbox.state.entries().filter(({ key }) => key[0] === 0x01).length;
  const many = Array.from({ length: 100 }, () =>
    sandbox.transaction([testKey('admin')], [REFUSED]),
  );
  sandbox.block(many);
  assert.equal(ids(), 100);
  sandbox.timeMs += 60_000;
  const before = sandbox.state.entries();
  sandbox.block([]);
  assert.deepEqual(sandbox.state.entries(), before);
  sandbox.submit('admin', REFUSED);
  assert.equal(ids(), 100 + 1 - 18);
  sandbox.block(
    Array.from({ length: 50 }, () => sandbox.transaction([testKey('admin')], [REFUSED])),
  );
  assert.equal(ids(), 51);
});

test('writes are sorted and unique', () => {
  const sandbox = namedSandbox();
  const entries = ['c', 'a', 'b'].map((suffix) => ({ suffix, values: [value(1, suffix)] }));
  const transactions = [
    sandbox.transaction([testKey('maker')], [encodeRegister({ prefix: '88.118.8', entries })]),
    sandbox.transaction([testKey('top')], [encodeDelegate({ prefix: '88.1', holder: 'second' })]),
  ];
  const block = { chainId: CHAIN_ID, height: 9, timeMs: START_MS + 9000, transactions };
  const { writes } = ledger.executeBlock(block, sandbox.state, () => true);
  const keys = writes.map(({ key }) => Buffer.from(key).toString('hex'));
  assert.deepEqual(keys, [...new Set(keys)].sort());
  const registered = 3 + 2 + 1;
  const delegated = 1 + 3 + 3 + 1;
  assert.equal(keys.length, 2 + registered + delegated, 'ids; records, counts, changes; holders');
});

test('a fault of the program or the store is thrown on, whatever the transaction', () => {
  const sandbox = new Sandbox();
  const broken = {
    get(): Uint8Array | undefined {
      throw new Error('disk on fire');
    },
    range: () => [],
  };
  const transactions = [sandbox.transaction([testKey('admin')], [SUSPEND])];
  const block = { chainId: CHAIN_ID, height: 1, timeMs: START_MS, transactions };
  assert.throws(() => ledger.executeBlock(block, broken, () => true), /disk on fire/);
  const corrupt = { get: () => encode('nonsense'), range: () => [] };
  assert.throws(() => ledger.executeBlock(block, corrupt, () => true), Error);
});

test('a block checks so many proofs of keys; who is over may come again, and decisions are not counted', () => {
  const sandbox = new Sandbox();
  let checked = 0;
  sandbox.verify = () => (checked += 1) > 0;
  const keys = (turn: number) =>
    Array.from({ length: 16 }, (_, place) => testKey(`proof ${turn} ${place}`));
  const admissions = Array.from({ length: 17 }, (_, turn) =>
    encodeAdmit({ id: `new-${turn}`, name: 'N', roles: [], keys: keys(turn) }),
  );
  const transactions = admissions.map((admit) => sandbox.transaction([testKey('admin')], [admit]));
  const results = sandbox.block(transactions);
  assert.ok(results.slice(0, 16).every(({ word }) => word === 'OK'));
  const { word, details, final } = results[16]!;
  assert.deepEqual([word, final], ['BLOCK_FULL', false]);
  assert.deepEqual(details, {
    action: 0,
    key: 0,
    limit: BLOCK_SIGNATURE_CHECKS,
    what: 'proofs of keys',
  });
  assert.equal(checked, 17 + BLOCK_SIGNATURE_CHECKS);
  assert.equal(sandbox.block([transactions[16]!])[0]?.word, 'OK');
});

test('strangers with many keys leave members room for the proofs of theirs', () => {
  const sandbox = new Sandbox();
  const apply = (turn: number) => {
    const name = `new-${turn}`;
    const keys = Array.from({ length: 16 }, (_, place) => testKey(`${name} ${place}`));
    return sandbox.transaction([keys[0]!], [application(name, name, { keys })]);
  };
  const adds = encodeAddKey({ id: 'maker', ...testKey('maker 2') });
  const strangers = Array.from({ length: 20 }, (_, turn) => apply(turn));
  const member = sandbox.transaction([testKey('maker')], [adds]);
  const results = sandbox.block([...strangers, member]);
  const words = results.map(({ word }) => word);
  assert.deepEqual(words.slice(0, 5), ['OK', 'OK', 'OK', 'OK', 'BLOCK_FULL']);
  assert.equal(results[4]?.details['limit'], BLOCK_STRANGERS_CHECKS);
  assert.equal(words.at(-1), 'OK');
});

test('a block stops at its bytes and at its writes, and what is over may come again', () => {
  const sandbox = namedSandbox();
  const filler = value(1, 'a'.repeat(32_000));
  const big = Array.from({ length: 30 }, (_, index) => ({ suffix: `B${index}`, values: [filler] }));
  const bytesTransactions = Array.from({ length: BLOCK_TRANSACTION_BYTES / 960_000 + 1 }, () =>
    sandbox.transaction([testKey('maker')], [encodeRegister({ prefix: '88.118.8', entries: big })]),
  );
  const bytesResults = sandbox.block(bytesTransactions);
  assert.deepEqual(bytesResults.at(-1)?.details, { limit: BLOCK_TRANSACTION_BYTES, what: 'bytes' });
  assert.equal(bytesResults.at(-1)?.final, false);
  assert.equal(bytesResults[0]?.word, 'OK');

  const writesTransactions = Array.from({ length: 7 }, (_, number) =>
    sandbox.transaction([testKey('maker')], fullBatches(number * 15 * REGISTER_ENTRIES, 15)),
  );
  const writesResults = sandbox.block(writesTransactions);
  assert.equal(writesResults[5]?.word, 'OK');
  assert.deepEqual(writesResults[6]?.details, { limit: BLOCK_WRITES, what: 'writes' });
  const [again] = sandbox.block([writesTransactions[6]!]);
  assert.equal(again?.word, 'OK');
});

test('the gate says beforehand what executing would, but for signatures and actions', () => {
  const sandbox = new Sandbox();
  const moment = { chainId: CHAIN_ID, height: 1, timeMs: START_MS };
  const check = (of: ReturnType<Sandbox['transaction']>) =>
    ledger.gate(sandbox.state, moment).check(of)?.code;
  assert.equal(check(sandbox.transaction([testKey('admin')], [REFUSED])), undefined);
  assert.equal(check(sandbox.transaction([testKey('nobody')], [REFUSED])), 'SIGNER_UNKNOWN');
  const old = sandbox.transaction([testKey('admin')], [REFUSED], { expiresAtMs: START_MS });
  assert.equal(check(old), 'TRANSACTION_EXPIRED');
  const sent = sandbox.transaction([testKey('admin')], [REFUSED]);
  sandbox.block([sent]);
  assert.equal(check(sent), 'TRANSACTION_REPLAYED');
});

test('a content that names the same bytes twice has one id', () => {
  const sandbox = new Sandbox();
  const { content, id } = sandbox.transaction([testKey('admin')], [SUSPEND]);
  const bytes = encodeTransactionContent(content);
  const signed = decodeTransaction(signTransaction(bytes, [testKey('admin')]));
  assert.deepEqual(signed.id, id);
});
