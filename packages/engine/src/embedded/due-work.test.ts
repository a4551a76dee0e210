import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeTransactionContent, proveKey, signTransaction } from '@touchmark/codec';
import { keyId, publicKeyOf } from '@touchmark/crypto';
import {
  encodeAdmit,
  encodeApply,
  encodeSuspendUrgently,
  listApplications,
  readOrganization,
} from '@touchmark/ledger';
import { scrubChain } from '../chain/scrub-chain.ts';
import { checkWholeChain } from '../testing/check-whole-chain.ts';
import { committed, openTestEngine, refusalCode } from '../testing/open-test-engine.ts';
import { testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import type { Engine } from '../engine.ts';

const HOUR_MS = 3_600_000;
const SECRET = new Uint8Array(32).fill(3);
const PUBLIC_KEY = publicKeyOf('ed25519', SECRET);
const keyFor = (chainId: string, organization: string) =>
  proveKey({ algorithm: 'ed25519', secretKey: SECRET }, { chainId, organization });

async function until(what: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !what(); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(what(), 'it takes too long');
}

const statusOf = (engine: Engine): string | undefined =>
  engine.chain.read((view) => readOrganization(view, 'other')?.entity.status);

/** A chain with a second organization that is suspended for an hour. */
async function suspendedFor(): Promise<{
  chain: ReturnType<typeof testChain>;
  store: TestStore;
  engine: Engine;
}> {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store);
  const admit = encodeAdmit({
    id: 'other',
    name: 'Other',
    roles: [],
    keys: [keyFor(chain.chainId, 'other')],
  });
  const suspend = encodeSuspendUrgently({ id: 'other', hours: 1, reason: 'stolen' });
  committed(await engine.submit(chain.transaction(1, [admit, suspend])));
  return { chain, store, engine };
}

test('work that falls due is done though no transaction comes, and its events are kept', async () => {
  const { chain, store, engine } = await suspendedFor();
  const { height } = engine.chain.latest();
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.equal(engine.chain.latest().height, height, 'until then the chain rests');
  chain.clock.nowMs += HOUR_MS;
  // The alarm looks at the clock once a minute at most: a nudge, as an operator's heartbeat gives.
  await engine.refresh();
  await until(() => statusOf(engine) === 'active');
  const last = engine.chain.events(undefined, 100).at(-1);
  assert.deepEqual([last?.type, last?.index, last?.n], ['organizations.reinstated', 0, 0]);
  assert.equal(last?.height, engine.chain.latest().height);
  checkWholeChain(engine.chain, chain.genesis);
  const head = engine.chain.latest();
  const report = await scrubChain({
    source: store,
    genesisBytes: chain.genesis,
    height: head.height,
  });
  assert.equal(report.events, 3);
  await engine.close();
});

test('the alarm is set again when the engine opens', async () => {
  const { chain, store, engine } = await suspendedFor();
  await engine.close();
  chain.clock.nowMs += HOUR_MS;
  const again = await openTestEngine(chain, store);
  await until(() => statusOf(again) === 'active');
  await again.close();
});

test('a stranger’s application is taken with the key that it brings, and nothing else of it', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore());
  const apply = encodeApply({
    id: 'newcomer',
    name: 'N',
    roles: [],
    keys: [keyFor(chain.chainId, 'newcomer')],
    creditCode: '',
    lei: '',
    documents: [],
    statement: '',
  });
  const sign = (secretKey: Uint8Array, nonce: number) => {
    const content = encodeTransactionContent({
      chainId: chain.chainId,
      expiresAtMs: chain.clock.nowMs + HOUR_MS,
      nonce: new Uint8Array(16).fill(nonce),
      signers: [keyId('ed25519', PUBLIC_KEY)],
      actions: [apply],
    });
    return signTransaction(content, [{ algorithm: 'ed25519', secretKey }]);
  };
  committed(await engine.submit(sign(SECRET, 1)));
  assert.equal(engine.chain.read((view) => listApplications(view)).length, 1);
  const forged = sign(SECRET, 2);
  forged[forged.length - 1] = 1 ^ (forged.at(-1) ?? 0);
  assert.equal(refusalCode(await engine.submit(forged)), 'SIGNATURE_INVALID');
  await engine.close();
});
