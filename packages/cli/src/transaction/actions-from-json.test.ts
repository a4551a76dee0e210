import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeAdmit, encodeRegister, encodeRetire } from '@touchmark/ledger';
import { actionsFromJson } from './actions-from-json.ts';
import { paramsToJson } from './params-to-json.ts';

const KEY = { algorithm: 'ed25519', publicKey: '01'.repeat(32), proof: '02'.repeat(64) };

test('actions from JSON are those that the encoders of the ledger make', () => {
  const text = JSON.stringify([
    {
      type: 'organizations.admit',
      params: { id: 'acme', name: 'Acme', roles: ['auditor'], keys: [KEY] },
    },
    {
      type: 'naming.register',
      params: {
        prefix: '88.1',
        entries: [
          {
            suffix: 'a',
            values: [
              { index: 1, type: 'URL', data: 'u', ttlSeconds: 5, permissions: 14 },
              { index: 2, type: 'raw', data: { base64: 'AAE=' }, ttlSeconds: 5, permissions: 14 },
            ],
          },
        ],
      },
    },
  ]);
  const values = [
    { index: 1, type: 'URL', data: 'u', ttlSeconds: 5, permissions: 14 },
    { index: 2, type: 'raw', data: Uint8Array.of(0, 1), ttlSeconds: 5, permissions: 14 },
  ];
  assert.deepEqual(actionsFromJson(text, 'f'), [
    encodeAdmit({
      id: 'acme',
      name: 'Acme',
      roles: ['auditor'],
      keys: [
        {
          algorithm: 'ed25519',
          publicKey: new Uint8Array(32).fill(1),
          proof: new Uint8Array(64).fill(2),
        },
      ],
    }),
    encodeRegister({ prefix: '88.1', entries: [{ suffix: 'a', values }] }),
  ]);
});

test('one action needs no list', () => {
  const params = { identifier: '88.1/a', expectedVersion: 1, reason: 'gone' };
  const actions = actionsFromJson(JSON.stringify({ type: 'naming.retire', params }), 'f');
  assert.deepEqual(actions, [encodeRetire(params)]);
  assert.deepEqual(paramsToJson(actions[0]?.params ?? new Uint8Array()), params);
});

const REFUSED: readonly (readonly [text: string, pattern: RegExp])[] = [
  ['nonsense', /f is not JSON/],
  ['[]', /f holds no actions/],
  ['{"type": "naming.destroy", "params": {}}', /type must be one of .*naming\.register/],
  ['{"type": "naming.retire"}', /actions\[0\]\.params must be an object/],
  ['{"type": "naming.retire", "params": {"who": 1}}', /a field "who"; known are identifier/],
  ['{"type": "naming.retire", "params": {"identifier": 1}}', /params\.identifier must be a text/],
  [
    '{"type": "naming.retire", "params": {"identifier": "1/a", "expectedVersion": "1", "reason": ""}}',
    /params\.expectedVersion must be a whole number/,
  ],
  [
    '{"type": "organizations.revoke-key", "params": {"id": "x", "keyId": "zz", "reason": "r"}}',
    /params\.keyId must be hexadecimal/,
  ],
];

for (const [text, pattern] of REFUSED) {
  test(`refused: ${text}`, () => {
    assert.throws(() => actionsFromJson(text, 'f'), { name: 'UsageError', message: pattern });
  });
}
