import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeKey, type Network, openNetwork } from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const ADMIN = 'network-office';
const OTHER = 'yanshan-spindles';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

async function json(...words: string[]): Promise<unknown> {
  const result = await network.run(...words, '--json');
  assertCode(result, 0);
  return jsonOf(result);
}

test('a constitution is proposed, tried, voted and proven; a second vote is refused', async () => {
  const shown = await json('constitution', 'show');
  assert.deepEqual([at(shown, 'version'), at(shown, 'proven')], [1, true]);
  const file = join(network.directory, 'rules.json');
  const params = { committees: at(shown, 'committees'), rules: at(shown, 'rules') };
  await writeFile(file, JSON.stringify({ type: 'governance.set-constitution', params }));
  const tried = await json('proposal', 'dry-run', file, '--author', ADMIN);
  assert.equal(at(tried, 'changes', 0, 'entry'), 'constitution');
  await json('proposal', 'create', file, '--title', '新章程', '--key', ADMIN);
  assert.equal(at(await json('proposal', 'list'), 'proposals', 0, 'status'), 'open');
  const open = await json('proposal', 'show', '1');
  assert.deepEqual([at(open, 'status'), at(open, 'rules', 0, 'threshold')], ['open', '2/3']);
  await json('proposal', 'vote', '1', 'yes', '--reason', 'at last', '--key', ADMIN);
  const done = await json('proposal', 'show', '1');
  assert.deepEqual([at(done, 'status'), at(done, 'proven')], ['executed', true]);
  assert.equal(at(done, 'votes', 0, 'reason'), 'at last');
  const again = await network.run('proposal', 'vote', '1', 'no', '--key', ADMIN);
  assertCode(again, 1, 'GOVERNANCE_PROPOSAL_CLOSED');
  assertCode(await network.run('proposal', 'show', '9'), 1);
  const words = await network.run('proposal', 'show', '1');
  assert.match(words.stdout, /新章程/);
});

test('versions are shown, proven; one that the node lacks is refused before anybody votes', async () => {
  const shown = await json('upgrade', 'list');
  assert.deepEqual([at(shown, 'proven'), at(shown, 'modules', 1, 'module')], [true, 'naming']);
  assert.deepEqual(
    [at(shown, 'modules', 1, 'active'), at(shown, 'modules', 1, 'knownHere')],
    [1, 1],
  );
  const words = await network.run('upgrade', 'list');
  assert.match(words.stdout, /naming +version 1; the node has 1, this command 1/);
  const file = join(network.directory, 'upgrade.json');
  const params = { module: 'naming', version: 2, height: 100_000 };
  await writeFile(file, JSON.stringify({ type: 'governance.activate', params }));
  const tried = await network.run('proposal', 'dry-run', file, '--author', ADMIN, '--json');
  assert.equal(tried.code, 1);
  assert.equal(at(jsonOf(tried), 'code'), 'GOVERNANCE_VERSION_UNKNOWN');
  const said = await network.run('proposal', 'dry-run', file, '--author', ADMIN);
  assert.match(said.stdout, /outcome +GOVERNANCE_VERSION_UNKNOWN: [A-Z].*naming/);
  const create = ['proposal', 'create', file, '--title', 'x', '--key', ADMIN];
  assertCode(await network.run(...create), 1, 'GOVERNANCE_VERSION_UNKNOWN');
});

test('an outsider applies, is admitted, rotates its key and leaves', async () => {
  await makeKey(network.keystore, 'newcomer', await network.passphrase());
  const licence = join(network.directory, 'licence.pdf');
  await writeFile(licence, 'we may');
  const apply = ['org', 'apply', 'newcomer', '--name', '新来者', '--document', licence];
  await json(...apply, '--role', 'reporter', '--key', 'newcomer');
  const waiting = await json('org', 'applications');
  assert.equal(at(waiting, 'applications', 0, 'name'), '新来者');
  await makeKey(network.keystore, 'friend', await network.passphrase());
  const prove = ['key', 'prove', 'friend', '--organization', 'friend'];
  const proven = String(at(await json(...prove), 'provenKey'));
  await json('org', 'apply', 'friend', '--public-key', proven, '--key', ADMIN);
  const both = await json('org', 'applications');
  assert.equal(at(both, 'applications', 0, 'sponsor'), 'network-office');
  assert.equal(at(both, 'applications', 1, 'sponsor'), '');
  const admit = ['org', 'admit-applicant', 'newcomer', '--role', 'reporter', '--key', ADMIN];
  await json(...admit);
  assert.equal(at(await json('org', 'show', 'newcomer'), 'status'), 'active');
  await makeKey(network.keystore, 'next', await network.passphrase());
  const next = String(at(await json('key', 'show', 'next'), 'publicKey'));
  const old = String(at(await json('key', 'show', 'newcomer'), 'keyId'));
  const rotate = ['org', 'rotate-key', 'newcomer', old, '--public-key', next, '--overlap', '0s'];
  await json(...rotate, '--key', 'newcomer');
  const leave = ['org', 'leave', 'newcomer', '--reason', 'tired'];
  assertCode(await network.run(...leave, '--key', 'newcomer'), 1, 'SIGNER_KEY_EXPIRED');
  const left = await json(...leave, '--key', 'next');
  assert.equal(at(left, 'status'), 'done');
});

test('keys have terms, prove themselves, and are shown with both', async () => {
  const passphrase = await network.passphrase();
  for (const name of ['press', 'safe', 'elsewhere']) {
    await makeKey(network.keystore, name, passphrase);
  }
  const add = ['org', 'add-key', OTHER, '--key', OTHER, '--label', '印刷机'];
  const terms = ['--scope', 'naming.register', '--not-after', '2099-12-31'];
  await json(...add, '--public-key', 'press', ...terms);
  const shown = await json('org', 'show', OTHER);
  const keys = at(shown, 'keys');
  assert.ok(Array.isArray(keys));
  const press: unknown = keys.find((key: unknown) => Object(key).label === '印刷机');
  assert.deepEqual(at(press, 'scopes'), ['naming.register']);
  assert.equal(at(press, 'notAfter'), '2099-12-31T23:59:59.000Z');
  assert.equal(at(press, 'status'), 'active');
  const listed = at(await json('key', 'list', '--organization', OTHER), 'keys');
  assert.ok(Array.isArray(listed));
  const standing = (name: string): unknown =>
    Object(listed.find((key: unknown) => Object(key).name === name)).ledger;
  const until = '2099-12-31T23:59:59.000Z';
  assert.deepEqual(standing('press'), { status: 'active', notAfter: until });
  assert.deepEqual(standing('elsewhere'), { status: 'unknown' });
  const told = await network.run('org', 'show', OTHER);
  assert.match(told.stdout, /active until 2099-12-31T23:59:59\.000Z/);
  const outOfScope = ['retire', '88.118.9/NONE', '--reason', 'x', '--key', 'press'];
  assert.notEqual((await network.run(...outOfScope)).code, 0);

  const proven = await json('key', 'prove', 'safe', '--organization', OTHER);
  const set = ['org', 'set-recovery', OTHER, '--threshold', '1', '--key', OTHER];
  await json(...set, '--public-key', String(at(proven, 'provenKey')));

  const foreign = await json('key', 'prove', 'elsewhere', '--organization', ADMIN);
  const squat = ['org', 'add-key', OTHER, '--key', OTHER];
  const refused = await network.run(...squat, '--public-key', String(at(foreign, 'provenKey')));
  assertCode(refused, 1, 'ORGANIZATIONS_KEY_UNPROVEN');
  const bare = `ed25519:${'5866666666666666666666666666666666666666666666666666666666666666'}`;
  const unheld = await network.run(...squat, '--public-key', bare);
  assertCode(unheld, 2);
  assert.match(unheld.stderr, /touchmark key prove/);
  const offline = ['key', 'prove', 'elsewhere', '--organization', OTHER, '--chain-id', 'other-1'];
  const wrongChain = String(at(await json(...offline, '--url', 'http://127.0.0.1:9'), 'provenKey'));
  assertCode(await network.run(...squat, '--public-key', wrongChain), 1);
});

test('documents and codes are shown with the organization', async () => {
  const file = join(network.directory, 'iso.pdf');
  await writeFile(file, 'certified');
  await json('org', 'attach', OTHER, file, '--key', OTHER);
  const codes = ['org', 'set-codes', OTHER, '--credit-code', '91350100M000100Y43'];
  await json(...codes, '--key', ADMIN);
  const shown = await json('org', 'show', OTHER);
  assert.equal(at(shown, 'creditCode'), '91350100M000100Y43');
  assert.deepEqual(
    [at(shown, 'documents', 0, 'name'), at(shown, 'documents', 0, 'attached')],
    ['iso.pdf', true],
  );
});

test('a constitution is shown, edited and set; any action can be done by its type', async () => {
  const file = join(network.directory, 'constitution.json');
  await writeFile(file, (await network.run('constitution', 'show', '--json')).stdout);
  await json('constitution', 'set', file, '--propose', 'The same again', '--key', ADMIN);
  assert.equal(at(await json('constitution', 'show'), 'version'), 3);
  await writeFile(file, '{"rules": [{"action": "*", "threshold": 7}]}');
  const wrong = await network.run('constitution', 'set', file, '--key', ADMIN);
  assertCode(wrong, 2);
  assert.match(wrong.stderr, /rules\[0\]\.threshold must be a text/);

  const quota = ['do', 'organizations.set-quota', '--role', 'auditor', '--key', ADMIN];
  const done = await json(...quota, '--registrations', '5', '--bytes', '5000');
  assert.equal(at(done, 'status'), 'done');
  assertCode(await network.run(...quota, '--registrations', 'many', '--bytes', '5'), 2);
  assertCode(await network.run('do', 'naming.sell'), 2);
  const roles = ['do', 'organizations.set-roles', '--id', OTHER, '--roles', 'reporter'];
  await json(...roles, '--roles', 'enterprise-operator', '--key', ADMIN);
  const now = at(await json('org', 'show', OTHER), 'roles');
  assert.deepEqual(now, ['enterprise-operator', 'reporter']);
});

test('what a vote decides is proposed with --propose', async () => {
  const quota = ['org', 'set-quota', 'reporter', '--registrations', '10', '--bytes', '10000'];
  const made = await json(...quota, '--propose', 'Bounds for reporters', '--key', ADMIN);
  assert.deepEqual([at(made, 'status'), at(made, 'proposalStatus')], ['done', 'executed']);
  const [first] = [at(await json('proposal', 'list'), 'proposals', 0)];
  assert.deepEqual([at(first, 'status'), at(first, 'title')], ['executed', 'Bounds for reporters']);
  assert.equal(at(made, 'proposal'), at(first, 'proposal'));
});
