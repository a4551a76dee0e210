import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GenesisInvalidCase } from '../testing/genesis-invalid-cases.ts';
import type { GenesisValidCase } from '../testing/genesis-valid-cases.ts';
import { hex, readVectors, utf8 } from '../testing/vector-files.ts';
import { encodeGenesis } from './encode.ts';
import { parseGenesis } from './parse.ts';

for (const each of readVectors<GenesisValidCase>('genesis/valid').cases) {
  test(`valid: ${each.name}`, () => {
    const { hash, ...content } = parseGenesis(utf8(each.genesis));
    assert.equal(hex(hash), each.hash);
    assert.equal(content.chainId, each.chainId);
    assert.deepEqual(
      content.validators.map(({ address }) => hex(address)),
      each.validators,
    );
    assert.deepEqual(
      content.appState.organizations.map(({ id }) => id),
      each.organizations,
    );
    const again = parseGenesis(encodeGenesis(content));
    assert.deepEqual({ ...again, hash }, { ...content, hash });
  });
}

for (const each of readVectors<GenesisInvalidCase>('genesis/invalid').cases) {
  test(`invalid, ${each.code}: ${each.name}`, () => {
    const refusal = { name: 'GenesisError', code: each.code };
    assert.throws(() => parseGenesis(utf8(each.genesis)), refusal);
  });
}
