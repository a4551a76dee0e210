import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSecretKey, publicKeyOf, sign, type SignatureAlgorithm } from '@touchmark/crypto';
import { packChecks, unpackChecks } from './signature-batch.ts';
import type { SignatureCheck } from './signature-check.ts';
import { SignaturePool } from './signature-pool.ts';

function checksOf(count: number): SignatureCheck[] {
  const algorithms: SignatureAlgorithm[] = ['ed25519', 'p256', 'sm2'];
  const keys = algorithms.map((algorithm) => {
    const secretKey = generateSecretKey(algorithm);
    return { algorithm, secretKey, publicKey: publicKeyOf(algorithm, secretKey) };
  });
  return Array.from({ length: count }, (_, index) => {
    const { algorithm, secretKey, publicKey } =
      keys[index % 20 === 0 ? (index / 20) % 3 : 0] ?? keys[0]!;
    const message = new Uint8Array(index).fill(index);
    const signature = sign(algorithm, secretKey, message);
    if (index % 7 === 3) signature[5] = (signature[5] ?? 0) ^ 1;
    return { algorithm, publicKey, message, signature };
  });
}

const expected = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => (index % 7 === 3 ? 0 : 1));

test('checks survive the way to a worker', () => {
  const checks = checksOf(45);
  assert.deepEqual(unpackChecks(packChecks(checks)), checks);
  assert.deepEqual(unpackChecks(packChecks([])), []);
});

for (const workers of [0, 1, 2]) {
  test(`verdicts come in order with ${workers} workers`, async () => {
    const pool = new SignaturePool(workers);
    const counts = [1, 90, 0, 33];
    const verdicts = await Promise.all(counts.map((count) => pool.check(checksOf(count))));
    assert.deepEqual(
      verdicts.map((found) => [...found]),
      counts.map(expected),
    );
    await pool.close();
  });
}
