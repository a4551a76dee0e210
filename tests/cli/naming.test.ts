import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Network, openNetwork } from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const HOLDER = 'jingxin-bearings';
const OTHER = 'yanshan-spindles';
const ADMIN = 'network-office';
const PREFIX = '88.118.8';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

/** Runs a command that writes; returns the block of its receipt. */
async function write(...words: string[]): Promise<number> {
  const result = await network.run(...words, '--json');
  assertCode(result, 0);
  return Number(at(jsonOf(result), 'block'));
}

async function read(...words: string[]): Promise<unknown> {
  const result = await network.run(...words, '--json');
  assertCode(result, 0);
  return jsonOf(result);
}

test('a record changes hands with both signatures; its history and the changes prove it', async () => {
  const id = `${PREFIX}/CLI-MOVED`;
  const first = await write('register', id, '--value', 'URL=https://a.example', '--key', HOLDER);
  const alone = await network.run('record', 'transfer', id, OTHER, '--key', HOLDER);
  assertCode(alone, 1, 'NAMING_TRANSFER_UNSIGNED');
  const both = ['--key', HOLDER, '--cosign', OTHER];
  const last = await write('record', 'transfer', id, OTHER, ...both);
  const history = await read('record', 'history', id);
  assert.equal(at(history, 'versions', 0, 'holder'), OTHER);
  assert.equal(at(history, 'versions', 1, 'holder'), HOLDER);
  assert.ok(at(history, 'verified', 'signers', 0));
  const range = ['--from', String(first), '--to', String(last)];
  const changes = await read('record', 'changes', PREFIX, ...range);
  const blocks = at(changes, 'blocks');
  assert.ok(Array.isArray(blocks) && blocks.length === 2);
  assert.deepEqual(at(changes, 'blocks', 1, 'changed'), ['CLI-MOVED']);
  assertCode(await network.run('record', 'changes', PREFIX, '--from', '5', '--to', '4'), 2);
  assertCode(await network.run('record', 'history', `${PREFIX}/CLI-NEVER`), 3);
});

test('a saved life is verified offline', async () => {
  const file = join(network.directory, 'life.bin');
  await read('record', 'history', `${PREFIX}/CLI-MOVED`, '--out', file);
  const verified = await read('verify', file, '--genesis', network.genesis);
  assert.equal(at(verified, 'versions', 0, 'version'), 2);
});

test('administration is delegated, listed and revoked', async () => {
  const appoint = ['prefix', 'delegate-administration', PREFIX, OTHER, '--key', HOLDER];
  await write(...appoint, '--until', '2999-01-01');
  const register = (suffix: string) =>
    network.run('register', `${PREFIX}/${suffix}`, '--value', 'a=b', '--key', OTHER);
  assertCode(await register('CLI-DEPUTY'), 0);
  const record = await read('resolve', `${PREFIX}/CLI-DEPUTY`);
  assert.equal(at(record, 'holder'), HOLDER);
  const reason = ['--reason', 'over', '--key', HOLDER];
  await write('prefix', 'revoke-administration', PREFIX, OTHER, ...reason);
  assertCode(await register('CLI-LATER'), 1, 'NAMING_ADMINISTRATION_OVER');
  const listed = await read('prefix', 'administrators', PREFIX);
  assert.equal(at(listed, 'administrators', 0, 'organization'), OTHER);
  assert.equal(at(listed, 'administrators', 0, 'status'), 'revoked');
});

test('a value resolves when its parties have signed, and leaves when one takes it back', async () => {
  const id = `${PREFIX}/CLI-SIGNED`;
  await write('register', id, '--value', 'URL=https://a.example', '--key', HOLDER);
  const parties = ['--parties', `${HOLDER},${OTHER}`, '--withdrawal', 'always'];
  const value = ['--index', '5', '--value', 'inspection=passed', '--key', HOLDER];
  await write('record', 'request-signatures', id, ...value, ...parties);
  await write('record', 'sign', id, '5', '--key', HOLDER);
  assert.equal(at(await read('resolve', id), 'version'), 1);
  await write('record', 'sign', id, '5', '--key', OTHER);
  assert.equal(at(await read('resolve', id), 'values', 1, 'type'), 'inspection');
  await write('record', 'withdraw', id, '5', '--reason', 'wrong lot', '--key', OTHER);
  assert.equal(at(await read('resolve', id), 'version'), 3);
  await write('record', 'close', id, '5', '--reason', 'not needed', '--key', HOLDER);
  assertCode(await network.run('record', 'sign', id, '5', '--key', OTHER), 1);
});

test('aliases are followed, each step proven', async () => {
  const id = `${PREFIX}/CLI-ALIAS`;
  const target = `HS_ALIAS=${PREFIX}/CLI-SIGNED`;
  await write('register', id, '--value', target, '--key', HOLDER);
  const followed = await read('record', 'follow', id);
  assert.equal(at(followed, 'identifier'), `${PREFIX}/CLI-SIGNED`);
  assert.deepEqual(await read('resolve', id, '--follow'), followed);
  assertCode(await network.run('resolve', id, '--follow', '--key', HOLDER), 2);
  const loop = ['--value', `HS_ALIAS=${id}`, '--key', HOLDER];
  assertCode(await network.run('update', `${PREFIX}/CLI-SIGNED`, ...loop), 1, 'NAMING_ALIAS_LOOP');
});

test('templates and re-registration are rules of a prefix; statistics are proven', async () => {
  const id = `${PREFIX}/CLI-AGAIN`;
  await write('register', id, '--value', 'URL=https://a.example', '--key', HOLDER);
  await write('retire', id, '--reason', 'sold', '--key', HOLDER);
  const again = ['record', 'reregister', id, '--value', 'URL=https://b.example', '--key', HOLDER];
  assertCode(await network.run(...again), 1, 'NAMING_REREGISTRATION_NEVER');
  await write('prefix', 'set-reregistration', PREFIX, '1ms', '--key', HOLDER);
  await write('prefix', 'set-template', PREFIX, '--require', 'URL', '--others', '--key', HOLDER);
  const bare = ['register', `${PREFIX}/CLI-BARE`, '--value', 'a=b', '--key', HOLDER];
  assertCode(await network.run(...bare), 1, 'NAMING_TEMPLATE_MISSING');
  await write(...again);
  assert.equal(at(await read('resolve', id), 'version'), 3);
  const statistics = await read('prefix', 'statistics', PREFIX, '--industry');
  assert.ok(Number(at(statistics, 'registered')) > 4);
  assert.ok(Number(at(statistics, 'organizations')) >= 1);
  assert.ok(at(statistics, 'days', 0, 'registered'));
});

test('a prefix changes hands, its records stay', async () => {
  const both = ['--key', HOLDER, '--cosign', OTHER];
  const moved = await network.run('prefix', 'transfer', PREFIX, OTHER, ...both, '--json');
  assertCode(moved, 0);
  assert.equal(at(await read('prefix', 'show', PREFIX), 'holder'), OTHER);
  assert.equal(at(await read('resolve', `${PREFIX}/CLI-SIGNED`), 'holder'), HOLDER);
});

test('a decision moves what an organization that is gone has left', async () => {
  const id = `${PREFIX}/CLI-SIGNED`;
  const decided = ['--reason', 'insolvent', '--propose', 'It goes on', '--key', ADMIN];
  const reassign = ['prefix', 'reassign', PREFIX, HOLDER];
  const early = await network.run(...reassign, ...decided);
  assertCode(early, 1, 'GOVERNANCE_PROPOSAL_IMPOSSIBLE');
  assert.match(early.stderr, /NAMING_HOLDER_PRESENT/);
  const suspend = (organization: string) =>
    write('organization', 'suspend', organization, '--reason', 'insolvent', '--key', ADMIN);
  await suspend(OTHER);
  await write(...reassign, ...decided);
  assert.equal(at(await read('prefix', 'show', PREFIX), 'holder'), HOLDER);
  await suspend(HOLDER);
  await write('record', 'reassign', id, ADMIN, ...decided);
  assert.equal(at(await read('resolve', id), 'holder'), ADMIN);
});
