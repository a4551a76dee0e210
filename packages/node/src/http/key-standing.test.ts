import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveKey } from '@touchmark/codec';
import { keyId, publicKeyOf } from '@touchmark/crypto';
import { encodeAddKey, encodeRevokeKey, encodeRotateKey } from '@touchmark/ledger';
import { CHAIN_ID, delegation, transaction } from '../testing/test-network.ts';
import { done, get, memoryEngine, testNode } from '../testing/test-node.ts';

const MINUTE_MS = 60_000;
const secretOf = (number: number): Uint8Array => new Uint8Array(32).fill(number);
const proven = (number: number) => {
  const key = { algorithm: 'ed25519', secretKey: secretOf(number) } as const;
  return proveKey(key, { chainId: CHAIN_ID, organization: 'root' });
};
const idOf = (number: number) => keyId('ed25519', publicKeyOf('ed25519', secretOf(number)));

test('each key is told with what it is worth at the time of the answer', async (context) => {
  let aheadMs = 0;
  const engine = await memoryEngine({ clock: () => Date.now() + aheadMs });
  const node = await testNode(context, {}, engine);
  const startMs = Date.now();
  const add = (number: number, terms: { notBeforeMs?: number; notAfterMs?: number } = {}) =>
    encodeAddKey({
      id: 'root',
      ...proven(number),
      label: String(number),
      scopes: [],
      notBeforeMs: 0,
      notAfterMs: 0,
      ...terms,
    });
  const actions = [
    add(1, { notAfterMs: startMs + 3 * MINUTE_MS }),
    add(2, { notBeforeMs: startMs + 3 * MINUTE_MS }),
    add(3),
    add(4),
    encodeRotateKey({
      id: 'root',
      ...proven(5),
      keyId: idOf(3),
      overlapMs: 3 * MINUTE_MS,
    }),
    encodeRevokeKey({ id: 'root', keyId: idOf(4), reason: 'lost' }),
  ];
  await done(node, transaction(actions));
  const statuses = async (): Promise<Record<string, string>> => {
    const { body } = await get(node, '/v1/organizations/root');
    assert.ok(Array.isArray(body['keys']));
    const told = body['keys'].map((key: unknown) => [Object(key).id, Object(key).status]);
    const all = Object.fromEntries(told);
    const one = (number: number) => all[Buffer.from(idOf(number)).toString('hex')];
    return Object.fromEntries([1, 2, 3, 4, 5].map((number) => [number, one(number)]));
  };
  assert.deepEqual(await statuses(), {
    1: 'active',
    2: 'not-yet',
    3: 'overlap',
    4: 'revoked',
    5: 'active',
  });
  aheadMs = 5 * MINUTE_MS;
  await done(node, transaction([delegation('7')]));
  assert.deepEqual(await statuses(), {
    1: 'expired',
    2: 'active',
    3: 'expired',
    4: 'revoked',
    5: 'active',
  });
  const { body } = await get(node, '/v1/organizations/root');
  assert.ok(Date.parse(String(body['time'])) > startMs + 4 * MINUTE_MS);
});
