import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSecretKey, publicKeyOf, SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import {
  decodeReadToken,
  MAX_READ_TOKEN_LIFE_MS,
  parseReadTokenHeader,
  ReadTokenError,
  type ReadTokenErrorCode,
  readTokenHeader,
  signReadToken,
  verifyReadToken,
} from './read-token.ts';

const NOW_MS = 1_790_000_000_000;
const CLAIMS = { chainId: 'test', identifier: '88.1/x', expiresAtMs: NOW_MS + 60_000 };
const EXPECTED = { chainId: 'test', identifier: '88.1/x', nowMs: NOW_MS };
const KEY = { algorithm: 'ed25519', secretKey: new Uint8Array(32).fill(7) } as const;
const PUBLIC_KEY = publicKeyOf('ed25519', KEY.secretKey);

function refusal(code: ReadTokenErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof ReadTokenError && error.code === code;
}

for (const algorithm of SIGNATURE_ALGORITHMS) {
  test(`a token goes through the header and verifies (${algorithm})`, () => {
    const secretKey = generateSecretKey(algorithm);
    const header = readTokenHeader(signReadToken(CLAIMS, { algorithm, secretKey }));
    assert.match(header, /^Touchmark [A-Za-z0-9_-]+$/);
    const token = parseReadTokenHeader(header);
    assert.equal(token.algorithm, algorithm);
    verifyReadToken(token, publicKeyOf(algorithm, secretKey), EXPECTED);
    const other = publicKeyOf(algorithm, generateSecretKey(algorithm));
    assert.throws(() => verifyReadToken(token, other, EXPECTED), refusal('READ_TOKEN_SIGNATURE'));
  });
}

test('a token is for one chain, one identifier and a short time', () => {
  const token = decodeReadToken(signReadToken(CLAIMS, KEY));
  const check = (change: Partial<typeof EXPECTED>) => () =>
    verifyReadToken(token, PUBLIC_KEY, { ...EXPECTED, ...change });
  assert.throws(check({ chainId: 'other' }), refusal('READ_TOKEN_CHAIN'));
  assert.throws(check({ identifier: '88.1/y' }), refusal('READ_TOKEN_IDENTIFIER'));
  assert.throws(check({ nowMs: CLAIMS.expiresAtMs }), refusal('READ_TOKEN_EXPIRED'));
  const tooEarly = CLAIMS.expiresAtMs - MAX_READ_TOKEN_LIFE_MS - 1;
  assert.throws(check({ nowMs: tooEarly }), refusal('READ_TOKEN_LIFE'));
  check({ nowMs: tooEarly + 1 })();
});

test('no bit of a token can be changed', () => {
  const bytes = signReadToken(CLAIMS, KEY);
  for (let index = 0; index < bytes.length * 8; index += 1) {
    const changed = bytes.slice();
    changed[index >> 3] = (changed[index >> 3] ?? 0) ^ (1 << (index & 7));
    assert.throws(
      () => verifyReadToken(decodeReadToken(changed), PUBLIC_KEY, EXPECTED),
      (error) => error instanceof ReadTokenError,
      `bit ${index}`,
    );
  }
});

test('what is no token says so', () => {
  for (const header of [
    '',
    'Bearer abc',
    'Touchmark',
    'Touchmark a b',
    'Touchmark ====',
    'Touchmark AAAAA',
  ]) {
    assert.throws(() => parseReadTokenHeader(header), refusal('READ_TOKEN_MALFORMED'), header);
  }
  const long = readTokenHeader(new Uint8Array(2000));
  assert.throws(() => parseReadTokenHeader(long), refusal('READ_TOKEN_MALFORMED'));
});
