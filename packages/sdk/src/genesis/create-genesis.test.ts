import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGenesis } from '@touchmark/codec';
import { generateKey } from '../key/key.ts';
import { createGenesis, type GenesisParameters } from './create-genesis.ts';

const VALIDATORS = ['Beijing', 'Shanghai', 'Wuhan'].map((name, index) => ({
  name,
  publicKey: generateKey().publicKey,
  power: BigInt(index + 1),
}));
const KEY = generateKey('sm2');
const PARAMETERS: GenesisParameters = {
  chainId: 'touchmark-example',
  validators: VALIDATORS,
  organizations: [{ id: 'caict', name: '信通院', roles: ['administrator'], keys: [KEY] }],
  genesisTimeMs: 1_790_000_000_123,
};

test('a genesis file says what was asked for, the strongest validator first', () => {
  const genesis = parseGenesis(createGenesis(PARAMETERS));
  assert.equal(genesis.chainId, 'touchmark-example');
  assert.deepEqual(
    genesis.validators.map(({ name, power }) => `${name} ${power}`),
    ['Wuhan 3', 'Shanghai 2', 'Beijing 1'],
  );
  assert.deepEqual(genesis.genesisTime, { seconds: 1_790_000_000n, nanos: 123_000_000 });
  const [organization] = genesis.appState.organizations;
  assert.deepEqual(organization?.keys, [{ algorithm: 'sm2', publicKey: KEY.publicKey }]);
});

test('the same parameters give the same bytes', () => {
  assert.deepEqual(createGenesis(PARAMETERS), createGenesis(PARAMETERS));
});

test('what no node would start from is refused here already', () => {
  const broken: [Partial<GenesisParameters>, RegExp][] = [
    [{ chainId: '' }, /chain_id/],
    [{ validators: [] }, /validators/],
    [{ validators: [...VALIDATORS, ...VALIDATORS] }, /validator/],
    [{ organizations: [] }, /organizations/],
    [{ organizations: [{ id: 'a b', name: 'x', roles: ['administrator'], keys: [KEY] }] }, /id/],
    [
      { organizations: [{ id: 'acme', name: 'x', roles: ['top-operator'], keys: [KEY] }] },
      /administrator/,
    ],
    [{ parameters: { 'no-such-setting': 1 } }, /no-such-setting/],
  ];
  for (const [change, words] of broken) {
    assert.throws(
      () => createGenesis({ ...PARAMETERS, ...change }),
      words,
      JSON.stringify(Object.keys(change)),
    );
  }
});
