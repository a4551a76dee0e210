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

/** Checks each signature as a request of its own. */
async function verdictsOf(
  pool: SignaturePool,
  checks: readonly SignatureCheck[],
): Promise<number[]> {
  const verdicts = checks.map(
    (check) =>
      new Promise<number>((resolve) => {
        pool.check([check], (firstBad) => resolve(firstBad === -1 ? 1 : 0));
      }),
  );
  pool.flush();
  return Promise.all(verdicts);
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
    const counts = [1, 290, 0, 33];
    const verdicts = await Promise.all(counts.map((count) => verdictsOf(pool, checksOf(count))));
    assert.deepEqual(verdicts, counts.map(expected));
    assert.ok(pool.isIdle);
    await pool.close();
  });
}

/** A worker that answers the first batch and then dies of the second, or dies at once. */
const dying = (answers: number): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      let left = ${answers};
      if (left === 0) throw new Error('dead on arrival');
      parentPort.on('message', (packed) => {
        if (left-- === 0) process.exit(3);
        const count = new DataView(packed.buffer).getUint32(0);
        parentPort.postMessage(new Uint8Array(count).fill(1));
      });`)}`,
  );

for (const answers of [0, 1]) {
  test(`a worker that dies after ${answers} batches takes no verdict with it`, async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', onWarning);
    const pool = new SignaturePool(1, dying(answers));
    const verdicts: number[][] = [];
    for (let batch = 0; batch < 3; batch += 1) verdicts.push(await verdictsOf(pool, checksOf(10)));
    assert.deepEqual(verdicts[1], expected(10));
    await new Promise((resolve) => setImmediate(resolve));
    assert.match(warnings.join(), /thread that checks signatures ended/);
    process.off('warning', onWarning);
    await pool.close();
  });
}

test('several signatures of one transaction have one answer: the first that does not hold', async () => {
  const pool = new SignaturePool(1);
  const checks = checksOf(9);
  const firstBad = await new Promise<number>((resolve) => {
    pool.check(checks, resolve);
    pool.flush();
  });
  assert.equal(firstBad, 3);
  const none = await new Promise<number>((resolve) => {
    pool.check(checks.slice(4), resolve);
    pool.flush();
  });
  assert.equal(none, -1);
  await pool.close();
});
