import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildAnswer } from './answer/build-answer.ts';
import { verifyAnswer } from './answer/verify-answer.ts';
import { refusal } from './testing/refusal.ts';
import { createTestChain } from './testing/test-chain.ts';
import { blockOf, serials } from './testing/test-records.ts';
import { createVerifier } from './verifier.ts';

test('a verifier says what verifyAnswer says, for headers it knows and for new ones', async () => {
  const chain = await createTestChain();
  const trust = { genesis: chain.genesisBytes };
  const verifier = createVerifier(trust);
  for (let block = 0; block < 20; block += 1) {
    await chain.add(blockOf(chain, serials(`88.${block}`, 2)));
    for (const suffix of ['00001', '00002', '00003']) {
      const query = { kind: 'record', identifier: `88.${block}/${suffix}` } as const;
      const answer = chain.read((state) => buildAnswer(state, chain.signedHeader(), query));
      assert.deepEqual(verifier.verifyAnswer(answer), verifyAnswer(answer, trust));
    }
  }
});

test('a header that was changed after it was verified is not taken for the one that is known', async () => {
  const chain = await createTestChain();
  const verifier = createVerifier({ genesis: chain.genesisBytes });
  const { signedHeader, validators } = chain.signedHeader();
  verifier.verifySignedHeader(signedHeader, validators);
  const last = signedHeader.length - 1;
  signedHeader[last] = (signedHeader[last] ?? 0) ^ 1;
  const again = (): unknown => verifier.verifySignedHeader(signedHeader, validators);
  assert.throws(again, refusal('VERIFY_SIGNATURE_INVALID'));
  signedHeader[last] = (signedHeader[last] ?? 0) ^ 1;
  again();
});

test('the clock counts for headers that are known, too', async () => {
  const chain = await createTestChain();
  const verifier = createVerifier({ genesis: chain.genesisBytes });
  const { signedHeader, validators } = chain.signedHeader();
  const { timeMs } = verifier.verifySignedHeader(signedHeader, validators);
  const late = { nowMs: timeMs + 60_001, maxAgeMs: 60_000 };
  assert.throws(
    () => verifier.verifySignedHeader(signedHeader, validators, late),
    refusal('VERIFY_TOO_OLD'),
  );
});
