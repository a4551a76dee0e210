import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveKey, readTokenHeader, signReadToken } from '@touchmark/codec';
import { keyId as keyIdOf, publicKeyOf, sha256 } from '@touchmark/crypto';
import {
  encodeAddKey,
  encodeAdmit,
  encodeRevokeKey,
  encodeRotateKey,
  encodeTransfer,
} from '@touchmark/ledger';
import {
  ADMINISTRATOR_KEY,
  ADMINISTRATOR_KEY_ID,
  CHAIN_ID,
  delegation,
  registration,
  transaction,
  update,
  url,
} from '../testing/test-network.ts';
import { done, get, memoryEngine, testNode } from '../testing/test-node.ts';

const SALT = Buffer.alloc(16, 7);
const restricted = (index: number, secret: string, permissions = 0b1100) => ({
  index,
  type: 'PRICE',
  data: Buffer.concat([SALT, Buffer.from(secret)]),
  ttlSeconds: 0,
  permissions,
});

interface TokenOptions {
  identifier?: string;
  chainId?: string;
  lifeMs?: number;
  secretKey?: Uint8Array;
}

function authorization(options: TokenOptions = {}): Record<string, string> {
  const { identifier = '88/a', chainId = CHAIN_ID, lifeMs = 60_000 } = options;
  const key = { algorithm: 'ed25519' as const, secretKey: options.secretKey ?? ADMINISTRATOR_KEY };
  const token = signReadToken({ chainId, identifier, expiresAtMs: Date.now() + lifeMs }, key);
  return { authorization: readTokenHeader(token) };
}

const dataOf = (body: Record<string, unknown>, at: number) => Object(body['values'])[at].data;

test('a read token of the holder opens the restricted values, and nothing else does', async (context) => {
  const node = await testNode(context);
  const secret = restricted(5, 'four yuan');
  const values = [url('x'), secret, restricted(6, 'nobody', 0b0100)];
  await done(node, transaction([registration(['a'], values)]));
  const digest = Buffer.from(sha256(secret.data)).toString('hex');

  const open = await get(node, '/v1/resolve/88/a');
  assert.deepEqual(dataOf(open.body, 1), { format: 'digest', value: digest });
  const opened = await get(node, '/v1/resolve/88/a?proof=1', authorization());
  assert.equal(opened.status, 200);
  assert.deepEqual(dataOf(opened.body, 1), {
    format: 'base64',
    value: Buffer.from('four yuan').toString('base64'),
    salt: SALT.toString('base64'),
    digest,
  });
  // Without the administrator's right to read, the holder's key opens nothing.
  assert.equal(dataOf(opened.body, 2).format, 'digest');
  assert.equal(opened.headers.get('cache-control'), 'private, no-store');
  assert.equal(opened.headers.get('etag'), null);

  const refusals: [Record<string, string>, number, string][] = [
    [authorization({ identifier: '88/b' }), 401, 'READ_TOKEN_IDENTIFIER'],
    [authorization({ chainId: 'other' }), 401, 'READ_TOKEN_CHAIN'],
    [authorization({ lifeMs: -1 }), 401, 'READ_TOKEN_EXPIRED'],
    [authorization({ lifeMs: 86_400_000 }), 401, 'READ_TOKEN_LIFE'],
    [authorization({ secretKey: new Uint8Array(32).fill(9) }), 403, 'READ_TOKEN_REFUSED'],
    [{ authorization: 'Bearer x' }, 401, 'READ_TOKEN_MALFORMED'],
    [{ authorization: 'Touchmark !' }, 401, 'READ_TOKEN_MALFORMED'],
    [{ authorization: `Touchmark ${'A'.repeat(4_000)}` }, 401, 'READ_TOKEN_MALFORMED'],
  ];
  for (const [headers, status, code] of refusals) {
    const refused = await get(node, '/v1/resolve/88/a', headers);
    assert.deepEqual([refused.status, refused.body['code']], [status, code]);
    if (status === 401) assert.equal(refused.headers.get('www-authenticate'), 'Touchmark');
  }
});

test('a key that was replaced opens nothing once its time is over', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a'], [restricted(5, 'four yuan')])]));
  const secretKey = new Uint8Array(32).fill(9);
  const owner = { chainId: CHAIN_ID, organization: 'root' };
  const key = { id: 'root', ...proveKey({ algorithm: 'ed25519', secretKey }, owner) } as const;
  const rotation = encodeRotateKey({ ...key, keyId: ADMINISTRATOR_KEY_ID, overlapMs: 0 });
  await done(node, transaction([rotation]));
  const old = await get(node, '/v1/resolve/88/a', authorization());
  assert.deepEqual([old.status, old.body['code']], [403, 'READ_TOKEN_REFUSED']);
  const opened = await get(node, '/v1/resolve/88/a', authorization({ secretKey }));
  assert.equal(dataOf(opened.body, 0).format, 'base64');
});

interface KeyTerms {
  scopes: readonly string[];
  notBeforeMs: number;
  notAfterMs: number;
}

const SCOPED_KEY = new Uint8Array(32).fill(11);
const addKey = (terms: Partial<KeyTerms>) => {
  const owner = { chainId: CHAIN_ID, organization: 'root' };
  const key = proveKey({ algorithm: 'ed25519', secretKey: SCOPED_KEY }, owner);
  const { scopes = [], notBeforeMs = 0, notAfterMs = 0 } = terms;
  return encodeAddKey({
    id: 'root',
    ...key,
    label: '',
    scopes: [...scopes],
    notBeforeMs,
    notAfterMs,
  });
};
const MINUTE_MS = 60_000;

const OF_SCOPES: readonly [string, Partial<KeyTerms>, string?][] = [
  ['only registers', { scopes: ['naming.register'] }, 'READ_TOKEN_OUT_OF_SCOPE'],
  ['governs', { scopes: ['governance.*', 'organizations.*'] }, 'READ_TOKEN_OUT_OF_SCOPE'],
  ['may read', { scopes: ['naming.register', 'naming.read'] }],
  ['may do all of naming', { scopes: ['naming.*'] }],
  ['is not valid yet', { notBeforeMs: Date.now() + MINUTE_MS }, 'READ_TOKEN_REFUSED'],
];
for (const [what, terms, expected] of OF_SCOPES) {
  test(`a token of a key that ${what}: ${expected ?? 'opens'}`, async (context) => {
    const node = await testNode(context);
    const registered = registration(['a'], [restricted(5, 'four yuan')]);
    await done(node, transaction([registered, addKey(terms)]));
    const headers = authorization({ secretKey: SCOPED_KEY });
    const { status, body } = await get(node, '/v1/resolve/88/a', headers);
    assert.deepEqual([status, body['code']], expected ? [403, expected] : [200, undefined]);
  });
}

test('a token made before opens nothing once its key is revoked or expired', async (context) => {
  const node = await testNode(context);
  const notAfterMs = Date.now() + 2_000;
  const added = addKey({ notAfterMs });
  await done(node, transaction([registration(['a'], [restricted(5, 'four yuan')]), added]));
  const headers = authorization({ secretKey: SCOPED_KEY });
  assert.equal((await get(node, '/v1/resolve/88/a', headers)).status, 200);
  await new Promise((resolve) => setTimeout(resolve, notAfterMs - Date.now() + 20));
  const late = await get(node, '/v1/resolve/88/a', headers);
  assert.deepEqual([late.status, late.body['code']], [403, 'READ_TOKEN_REFUSED']);

  const other = await testNode(context);
  await done(other, transaction([registration(['a'], [restricted(5, 'four yuan')]), addKey({})]));
  assert.equal((await get(other, '/v1/resolve/88/a', headers)).status, 200);
  const keyId = keyIdOf('ed25519', publicKeyOf('ed25519', SCOPED_KEY));
  await done(other, transaction([encodeRevokeKey({ id: 'root', keyId, reason: 'lost' })]));
  const revoked = await get(other, '/v1/resolve/88/a', headers);
  assert.deepEqual([revoked.status, revoked.body['code']], [403, 'READ_TOKEN_REFUSED']);
});

test('an expired key opens nothing although the clock was set back', async (context) => {
  let aheadMs = 0;
  const engine = await memoryEngine({ clock: () => Date.now() + aheadMs });
  const node = await testNode(context, {}, engine);
  const added = addKey({ notAfterMs: Date.now() + MINUTE_MS });
  const registered = registration(['a'], [restricted(5, 'four yuan')]);
  await done(node, transaction([delegation('88'), registered, added]));
  const headers = authorization({ secretKey: SCOPED_KEY });
  assert.equal((await get(node, '/v1/resolve/88/a', headers)).status, 200);
  aheadMs = 2 * MINUTE_MS;
  await done(node, transaction([update('88/a', 1, [restricted(5, 'five yuan')])]));
  const refused = await get(node, '/v1/resolve/88/a', headers);
  assert.deepEqual([refused.status, refused.body['code']], [403, 'READ_TOKEN_REFUSED']);
});

test('who held a record before opens none of its versions', async (context) => {
  const node = await testNode(context);
  const owner = { chainId: CHAIN_ID, organization: 'next' };
  const key = { algorithm: 'ed25519', secretKey: SCOPED_KEY } as const;
  const admitted = encodeAdmit({
    id: 'next',
    name: 'Next',
    roles: [],
    keys: [proveKey(key, owner)],
  });
  const values = [restricted(5, 'four yuan')];
  const first = await done(node, transaction([registration(['a'], values), admitted]));
  const handed = encodeTransfer({ identifier: '88/a', expectedVersion: 1, to: 'next' });
  await done(node, transaction([handed], { cosigner: SCOPED_KEY }));
  for (const query of ['', `?at=${first.block}`]) {
    const before = await get(node, `/v1/resolve/88/a${query}`, authorization());
    assert.deepEqual([before.status, before.body['code']], [403, 'READ_TOKEN_REFUSED']);
    const headers = authorization({ secretKey: SCOPED_KEY });
    const now = await get(node, `/v1/resolve/88/a${query}`, headers);
    assert.equal(dataOf(now.body, 0).format, 'base64');
  }
});

test('an older version does not get the data of the newer one', async (context) => {
  const node = await testNode(context);
  const first = await done(node, transaction([registration(['a'], [restricted(5, 'old')])]));
  await done(node, transaction([update('88/a', 1, [restricted(5, 'new')])]));
  const now = await get(node, '/v1/resolve/88/a', authorization());
  assert.equal(Object(now.body['values'])[0].data.format, 'base64');
  const then = await get(node, `/v1/resolve/88/a?at=${first.block}`, authorization());
  assert.equal(Object(then.body['values'])[0].data.format, 'digest');
});
