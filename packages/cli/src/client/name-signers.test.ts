import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CborWriter, encodeHex, equalBytes, parseGenesis } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import { formerKey, initializeState } from '@touchmark/ledger';
import { createGenesis, generateKey, SdkError } from '@touchmark/sdk';
import { nameSigners, type ProvenState } from './name-signers.ts';

const key = generateKey();
const [listed, former, stranger] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
const addressOf = (publicKey: Uint8Array | undefined): Uint8Array =>
  validatorAddress(publicKey ?? new Uint8Array(32));

/** A state with one validator that is listed, and one that was. */
function rows(): { key: Uint8Array; value: Uint8Array }[] {
  const genesis = createGenesis({
    chainId: 'names-1',
    organizations: [{ id: 'acme', name: 'Acme', roles: ['administrator'], keys: [key] }],
    validators: [{ name: 'acme', publicKey: listed! }],
  });
  const value = new CborWriter(100).array(3).text('gone').bytes(former!).uint(7).finish();
  return [
    ...initializeState(parseGenesis(genesis)).flatMap((write) =>
      write.value === null ? [] : [{ key: write.key, value: write.value }],
    ),
    { key: formerKey(addressOf(former)), value },
  ];
}

function clientOver(asked: string[]): ProvenState {
  return {
    entries: ({ start }) => {
      asked.push(encodeHex(start));
      return Promise.resolve({ entries: rows().filter((row) => equalBytes(row.key, start)) });
    },
  };
}

const signer = (publicKey?: Uint8Array, name?: string) => ({
  address: encodeHex(addressOf(publicKey)).toUpperCase(),
  ...(name === undefined ? {} : { name }),
});

test('validators that came or went since the genesis file are named as the state has them', async () => {
  const asked: string[] = [];
  const signers = [signer(listed), signer(former), signer(stranger), signer(key.publicKey, 'own')];
  const { signers: named } = await nameSigners(clientOver(asked), { signers });
  assert.deepEqual(
    named.map(({ name }) => name),
    ['acme', 'gone', undefined, 'own'],
  );
});

test('nothing is asked where everybody has a name, and who does not answer leaves addresses', async () => {
  const asked: string[] = [];
  await nameSigners(clientOver(asked), { signers: [signer(listed, 'acme')] });
  assert.deepEqual(asked, []);
  const away = { entries: () => Promise.reject(new SdkError('SDK_TIMEOUT', 'no')) };
  const { signers } = await nameSigners(away, { signers: [signer(listed)] });
  assert.deepEqual(signers, [signer(listed)]);
});
