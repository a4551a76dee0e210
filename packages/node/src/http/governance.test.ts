import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, proveKey } from '@touchmark/codec';
import {
  activationsRange,
  CONSTITUTION_KEY,
  DEFAULT_CONSTITUTION,
  describeConstitution,
  describeProposal,
  encodeActivate,
  encodeAdmit,
  encodePropose,
  evidenceRange,
  encodeSetConstitution,
  encodeSuspend,
  encodeVoteAction,
  proposalRange,
} from '@touchmark/ledger';
import { verifyRangeProof } from '@touchmark/state/proof';
import { verifySignedHeader } from '@touchmark/verify';
import { CHAIN_ID, testGenesis, transaction } from '../testing/test-network.ts';
import { done, get, testNode } from '../testing/test-node.ts';

const RENEW = encodeSetConstitution(DEFAULT_CONSTITUTION);

const asked = ({ type, params }: { type: string; params: Uint8Array }) =>
  encode(['root', [[type, params]]]);

/** The entries of an answer, after checking header, root and completeness. */
function provenEntries(body: Record<string, unknown>, start: Uint8Array, end: Uint8Array) {
  const { proof } = body;
  assert.ok(typeof proof === 'object' && proof !== null);
  const part = (name: string) => {
    const found: unknown = Reflect.get(proof, name);
    assert.ok(typeof found === 'string');
    return found;
  };
  assert.equal(part('start'), Buffer.from(start).toString('hex'));
  const bytes = (name: string) => new Uint8Array(Buffer.from(part(name), 'base64'));
  const trust = { genesis: testGenesis() };
  const { header } = verifySignedHeader(bytes('signedHeader'), bytes('validators'), trust);
  return verifyRangeProof(bytes('range'), header.appHash, { start, end }).entries;
}

test('a proposal tells who voted what under which rule, and proves that this is all', async (context) => {
  const node = await testNode(context);
  const propose = encodePropose({ title: '新章程', actions: [RENEW], vote: 'none' });
  await done(node, transaction([propose]));
  const open = await get(node, '/v1/proposals');
  assert.deepEqual([open.status, open.body['next']], [200, null]);
  const vote = encodeVoteAction({ proposal: 1, choice: 'yes', reason: 'at last' });
  await done(node, transaction([vote]));
  const { body } = await get(node, '/v1/proposals/1?proof=1');
  assert.deepEqual([body['status'], body['title'], body['code']], ['executed', '新章程', 'OK']);
  const { start, end } = proposalRange(1);
  const entries = provenEntries(body, start, end!);
  assert.equal(entries.length, 4, 'proposal, content, tally, one vote');
  const { proposal } = describeProposal(1, entries[0]!.value);
  assert.deepEqual([proposal.status, proposal.rules[0]?.rule.threshold], ['executed', '2/3']);
  assert.equal((await get(node, '/v1/proposals/2')).body['code'], 'PROPOSAL_ABSENT');
  assert.equal((await get(node, '/v1/proposals/x')).status, 400);
});

test('the constitution proves itself', async (context) => {
  const node = await testNode(context);
  const { body } = await get(node, '/v1/constitution?proof=1');
  const end = Uint8Array.of(...CONSTITUTION_KEY, 0);
  const [entry] = provenEntries(body, CONSTITUTION_KEY, end);
  assert.deepEqual(describeConstitution(entry!.value).constitution, DEFAULT_CONSTITUTION);
  const applications = await get(node, '/v1/applications');
  assert.deepEqual(applications.body['applications'], []);
});

test('that nothing is proven of a validator proves itself', async (context) => {
  const node = await testNode(context);
  const path = (id: string) => `/v1/organizations/${id}/evidence?proof=1`;
  const [{ id }] = (await get(node, '/v1/organizations')).body['organizations'] as [{ id: string }];
  const { body } = await get(node, path(id));
  assert.deepEqual(body['evidence'], []);
  const { start, end } = evidenceRange(id);
  assert.deepEqual(provenEntries(body, start, end), []);
  assert.equal((await get(node, path('nobody'))).status, 404);
  assert.equal((await get(node, path('Nobody'))).status, 400);
});

test('versions prove themselves; what this node lacks is refused at its door', async (context) => {
  const node = await testNode(context);
  const { status, body } = await get(node, '/v1/upgrades?proof=1');
  assert.equal(status, 200);
  const { start, end } = activationsRange();
  assert.deepEqual(provenEntries(body, start, end), []);
  const at = { active: 1, known: 1, activations: [] };
  assert.deepEqual(
    body['modules'],
    ['governance', 'naming', 'organizations'].map((module) => ({ module, ...at })),
  );
  const activate = encodeActivate({ module: 'naming', version: 2, height: 1_000 });
  const propose = encodePropose({ title: 'x', actions: [activate], vote: 'yes' });
  const response = await fetch(`${node.url}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(transaction([propose])),
  });
  assert.match(await response.text(), /GOVERNANCE_VERSION_UNKNOWN.*Update its software first/s);
  const ready = await (await fetch(`${node.url}/readyz?verbose=1`)).text();
  assert.match(ready, /\[\+\] upgrades: none to come/);
  const metrics = await (await fetch(`${node.url}/metrics`)).text();
  assert.match(metrics, /touchmark_module_version\{module="naming"\} 1/);
  assert.match(metrics, /touchmark_upgrades_unknown 0/);
});

test('a dry run shows the diff, tells refusals, and refuses what is no proposal', async (context) => {
  const node = await testNode(context);
  const run = async (body: Uint8Array) => {
    const response = await fetch(`${node.url}/v1/dry-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Buffer.from(body),
    });
    const answer: unknown = await response.json();
    assert.ok(typeof answer === 'object' && answer !== null);
    return { status: response.status, ...answer } as Record<string, unknown>;
  };
  const good = await run(asked(RENEW));
  assert.deepEqual([good['status'], good['code']], [200, 'OK']);
  const { changes } = good;
  assert.ok(Array.isArray(changes));
  assert.deepEqual(
    changes.map((change: { entry: string }) => change.entry),
    ['constitution'],
  );
  const refused = await run(asked(encodeSuspend({ id: 'root', reason: 'x' })));
  assert.equal(refused['code'], 'ORGANIZATIONS_LAST_ADMINISTRATOR');
  const wrong = [
    encode('x'),
    encode(['root', []]),
    new Uint8Array(0),
    asked({ type: 'naming.register', params: encode({}) }),
  ];
  for (const body of wrong) {
    const answer = await run(body);
    assert.deepEqual([answer['status'], answer['code']], [400, 'DRY_RUN_INVALID']);
  }
});

test('dry runs leave most of the time to the rest of the node', async (context) => {
  const node = await testNode(context);
  const id = (place: number): string => `new-${place}`;
  const chainId = CHAIN_ID;
  // As many proofs of keys as one decision may hold.
  const actions = Array.from({ length: 4 }, (_, place) => {
    const keys = Array.from({ length: 16 }, (_none, key) => {
      const secretKey = new Uint8Array(32).fill(place + 1);
      secretKey[0] = key;
      return proveKey({ algorithm: 'p256', secretKey }, { chainId, organization: id(place) });
    });
    return encodeAdmit({ id: id(place), name: id(place), roles: ['enterprise-operator'], keys });
  });
  const body = encode(['root', actions.map(({ type, params }) => [type, params])]);
  const ask = async (): Promise<string> => {
    const response = await fetch(`${node.url}/v1/dry-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Buffer.from(body),
    });
    await response.arrayBuffer();
    return [response.status, response.headers.has('retry-after')].join();
  };
  const statuses = new Set<string>();
  // On a machine that is busy they come so slowly that the share is not used up at once.
  for (let round = 0; round < 20 && statuses.size < 2; round += 1) {
    const answers = await Promise.all(Array.from({ length: 40 }, ask));
    for (const status of answers) statuses.add(status);
  }
  assert.deepEqual([...statuses].toSorted(), ['200,false', '503,true']);
});
