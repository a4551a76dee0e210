import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SMALL, textOf } from '../testing/genesis-valid-cases.ts';
import { utf8 } from '../testing/vector-files.ts';
import { encodeGenesis } from './encode.ts';
import { MAX_GENESIS_BYTES, parseGenesis } from './parse.ts';
import type { GenesisContent } from './types.ts';

test('a file that is too large or not UTF-8 is refused', () => {
  const large = new Uint8Array(MAX_GENESIS_BYTES + 1).fill(0x20);
  assert.throws(() => parseGenesis(large), { code: 'GENESIS_TOO_LARGE' });
  assert.throws(() => parseGenesis(Uint8Array.of(0x7b, 0xff)), { code: 'GENESIS_JSON' });
});

test('an error names the field and the line', () => {
  const wrongField = textOf(SMALL).replace('"power": "10"', '"power": "x"');
  assert.throws(() => parseGenesis(utf8(wrongField)), {
    message: 'genesis.validators[0].power must be a decimal integer in a string',
  });
  const wrongLine = textOf(SMALL).replace('"chain_id"', 'chain_id');
  assert.throws(() => parseGenesis(utf8(wrongLine)), { message: /line 3: expected a string/ });
});

test('content that could not be read back is not encoded', () => {
  const { appState } = SMALL;
  const cases: [change: Partial<GenesisContent>, code: string][] = [
    [{ chainId: '' }, 'GENESIS_CHAIN_ID'],
    [{ initialHeight: 0 }, 'GENESIS_VALUE'],
    [{ initialHeight: 1.5 }, 'GENESIS_VALUE'],
    [{ validators: [] }, 'GENESIS_VALUE'],
    [{ genesisTime: { seconds: 10n ** 12n, nanos: 0 } }, 'GENESIS_TIME'],
    [{ appState: { ...appState, organizations: [] } }, 'GENESIS_VALUE'],
    [{ appState: { ...appState, parameters: { 'not a name': 1 } } }, 'GENESIS_VALUE'],
    [{ appState: { ...appState, parameters: { half: 0.5 } } }, 'GENESIS_JSON'],
  ];
  for (const [change, code] of cases) {
    assert.throws(() => encodeGenesis({ ...SMALL, ...change }), { name: 'GenesisError', code });
  }
});

test('any changed byte changes the hash or is refused', () => {
  const bytes = utf8(textOf(SMALL));
  const original = parseGenesis(bytes).hash;
  for (let index = 0; index < bytes.length; index += 7) {
    const changed = bytes.slice();
    changed[index]! ^= 1;
    try {
      assert.notDeepEqual(parseGenesis(changed).hash, original);
    } catch (error) {
      assert.match(String(error), /GenesisError/);
    }
  }
});
