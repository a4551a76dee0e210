import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGenesis } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { encodeResponse } from '../abci/responses.ts';
import { BLOCK_SIGNATURE_WORK } from '../submission/signature-work.ts';
import { testChain } from '../testing/test-chain.ts';
import { type ApplicationParts, ReplicatedApplication } from './application.ts';

/** Of each given byte string the first byte says how many signatures it has, and the second of which algorithm. */
function application(): ReplicatedApplication {
  const decode = (bundles: readonly Uint8Array[]) =>
    bundles.map(([count = 0, algorithm]) => ({
      signatures: Array.from({ length: count }, () => ({ algorithm: ALGORITHMS[algorithm ?? 0] })),
    }));
  const prefetch = (): void => undefined;
  const gate: ApplicationParts['gate'] = Object.assign(Object.create(null), { decode, prefetch });
  const chain: ApplicationParts['chain'] = Object.create(null);
  const genesis = parseGenesis(testChain().genesis);
  return new ReplicatedApplication({ genesis, chain, gate, onDurable: () => undefined });
}

const ALGORITHMS: readonly SignatureAlgorithm[] = ['ed25519', 'p256', 'sm2'];
const SM2_WORK = 20;
/** 100 signatures of SM2. */
const HEAVY = Uint8Array.of(100, 2);
const MOST = BLOCK_SIGNATURE_WORK / (100 * SM2_WORK);

const heavy = (count: number): Uint8Array[] => Array.from({ length: count }, () => HEAVY);

async function isAccepted(transactions: readonly Uint8Array[]): Promise<boolean> {
  const request = { kind: 'process-proposal', transactions } as const;
  const answer = await application().answer(
    request as Parameters<ReplicatedApplication['answer']>[0],
  );
  // Response.process_proposal (18) with status (1): 1 ACCEPT, 2 REJECT.
  return Buffer.from(encodeResponse(answer)).toString('hex').endsWith('0801');
}

test('a proposal with more signatures than the nodes can check in time is rejected', async () => {
  assert.equal(Number.isInteger(MOST), true);
  assert.equal(await isAccepted(heavy(MOST)), true);
  assert.equal(await isAccepted([...heavy(MOST), Uint8Array.of(1, 0)]), false);
});

test('an honest node proposes no more than that', async () => {
  const request = { kind: 'prepare-proposal', transactions: heavy(MOST + 5), maxBytes: 1_000_000 };
  const answer = await application().answer(
    request as Parameters<ReplicatedApplication['answer']>[0],
  );
  const proposed = Buffer.from(encodeResponse(answer)).toString('hex').split('0a026402').length - 1;
  assert.equal(proposed, MOST);
});
