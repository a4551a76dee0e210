import assert from 'node:assert/strict';
import { join } from 'node:path';
import { encodeTransactionContent, signTransaction } from '@touchmark/codec';
import { keyId, publicKeyOf, sha256 } from '@touchmark/crypto';
import { type Engine, openEmbeddedEngine } from '../../../packages/engine/src/index.ts';
import { checkWholeChain } from '../../../packages/engine/src/testing/check-whole-chain.ts';
import { registration, testChain } from '../../../packages/engine/src/testing/test-chain.ts';
import { proveAll } from '../prove-promises.ts';
import { seededRandom } from '../seeded-random.ts';
import { withFolder } from '../with-folder.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const JUMPS_MS = [1, MINUTE_MS, HOUR_MS, 5 * HOUR_MS, DAY_MS, 10 * DAY_MS, 100 * DAY_MS];
const AT_ONCE = 4;

const chain = testChain();
const secretKey = sha256(new TextEncoder().encode(`${chain.chainId} administrator`));
const signer = keyId('ed25519', publicKeyOf('ed25519', secretKey));

function register(number: number, expiresAtMs: number): Uint8Array {
  const content = encodeTransactionContent({
    chainId: chain.chainId,
    expiresAtMs,
    nonce: sha256(new TextEncoder().encode(`jump ${number}`)).slice(0, 16),
    signers: [signer],
    actions: [registration([`item-${number}`], 'value')],
  });
  return signTransaction(content, [{ algorithm: 'ed25519', secretKey }]);
}

async function codeOf(engine: Engine, transaction: Uint8Array): Promise<string> {
  const result = await engine.submit(transaction);
  return result.outcome === 'refused' ? result.code : `committed with ${result.code}`;
}

export interface JumpReport {
  readonly jumps: number;
  readonly reopenings: number;
  readonly promises: number;
}

/**
 * Sets the clock forth and back by up to a hundred days, between transactions and while they are under way, and opens
 * the store anew now and then. Time on the chain must only grow, expiry must go by it, and no promise may break.
 */
export function jumpClock(jumps: number, seed: number): Promise<JumpReport> {
  return withFolder(async (folder) => {
    const random = seededRandom(seed);
    const { genesis, validatorSecretKey, clock } = testChain();
    const directory = join(folder, 'store');
    const options = { clock: () => clock.nowMs, signatureWorkers: 0, maxBlockTransactions: 3 };
    const open = () => openEmbeddedEngine({ directory, genesis, validatorSecretKey, options });
    const jump = (): void => {
      const distance = JUMPS_MS[random(JUMPS_MS.length)] ?? 0;
      // Not to before 1970: no clock of a machine says so.
      clock.nowMs = Math.max(0, clock.nowMs + (random(2) === 0 ? distance : -distance));
    };
    let engine = await open();
    await engine.submit(chain.delegate());
    const promises = new Map<number, string>();
    let [next, reopenings] = [0, 0];
    for (let count = 0; count < jumps; count += 1) {
      jump();
      const before = engine.status().timeMs;
      const timeMs = Math.max(before, clock.nowMs);
      const writing = Array.from({ length: AT_ONCE }, () => {
        const number = next++;
        return { number, bytes: register(number, timeMs + HOUR_MS) };
      });
      const results = writing.map(({ bytes }) => engine.submit(bytes));
      if (random(3) === 0) setImmediate(jump);
      const receipts = new Map<number, string>();
      for (const [index, result] of (await Promise.all(results)).entries()) {
        // A jump while they were under way may have brought them past their end, or before their time.
        if (result.outcome === 'refused') assert.match(result.code, /^TRANSACTION_EXPIR/);
        else if (writing[index] !== undefined) {
          receipts.set(writing[index].number, Buffer.from(result.id).toString('hex'));
        }
      }
      for (const [number, id] of receipts) promises.set(number, id);
      await engine.refresh();
      const now = Math.max(engine.status().timeMs, clock.nowMs);
      assert.ok(engine.status().timeMs >= before);
      assert.equal(await codeOf(engine, register(-1, now)), 'TRANSACTION_EXPIRED');
      const tooFar = register(-1, now + DAY_MS + 1);
      assert.equal(await codeOf(engine, tooFar), 'TRANSACTION_EXPIRY_TOO_FAR');
      // The same again has its one receipt, whatever the time is by now.
      for (const { number, bytes } of writing) {
        if (receipts.has(number)) assert.equal(await codeOf(engine, bytes), 'committed with 0');
      }
      if (random(5) > 0) continue;
      await engine.close();
      jump();
      engine = await open();
      reopenings += 1;
    }
    proveAll(engine, promises);
    checkWholeChain(engine.chain, genesis);
    await engine.scrub();
    await engine.close();
    return { jumps, reopenings, promises: promises.size };
  });
}
