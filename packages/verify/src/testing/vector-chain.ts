import { CborWriter, encodeUtf8 } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { buildAnswer } from '../answer/build-answer.ts';
import type { Query } from '../answer/query.ts';
import { createTestChain, type TestChain } from './test-chain.ts';
import { blockOf, serials, type TestValue } from './test-records.ts';

export const ITEM = '88.118.8/JXDY2106023';
export const RETIRED = '88.118.8/old';
export const RESTRICTED = '88.118.8/restricted';
export const ABSENT = '88.118.8/none';

/** Three transactions of block 8: done, refused, and turned away. */
export const RESULTS = [
  { code: 0, data: receiptData('first', 'OK') },
  { code: 211, data: receiptData('second', 'NAMING_IDENTIFIER_TAKEN') },
  { code: 9, data: receiptData('third', 'SIGNATURE_INVALID') },
];

function receiptData(name: string, code: string): Uint8Array {
  const writer = new CborWriter()
    .array(5)
    .uint(1)
    .bytes(sha256(encodeUtf8(name)))
    .text(code);
  return writer
    .map(0)
    .bytes(sha256(encodeUtf8(`${name} events`)))
    .finish();
}

function url(data: string): TestValue[] {
  return [{ index: 1, type: 'URL', data }];
}

/**
 * The chain of the vectors. Block 2: serials 00001 to 00012, ITEM v1, RETIRED v1, RESTRICTED. Block
 * 4: ITEM v2. Block 6: ITEM v3, RETIRED v2 is retired. Block 8: three transactions without effect
 * on records. The newest header is 9.
 */
export async function vectorChain(powers: readonly bigint[]): Promise<TestChain> {
  const chain = await createTestChain({ powers });
  const secret = new Uint8Array([
    ...sha256(encodeUtf8('salt')).subarray(0, 16),
    ...encodeUtf8('12.50 CNY'),
  ]);
  const values: TestValue[] = [
    { index: 1, type: 'NAME', data: '铜线', ttl: 0 },
    { index: 2, type: 'RAW', data: new Uint8Array([0, 255]), permissions: 10 },
    { index: 7, type: 'PRICE', data: secret, permissions: 12 },
  ];
  await chain.add(
    blockOf(chain, [
      ...serials('88.118.8', 12),
      { identifier: ITEM, values: url('https://one.example') },
      { identifier: RETIRED, values: url('https://old.example') },
      { identifier: RESTRICTED, values },
    ]),
  );
  await chain.add(blockOf(chain, [{ identifier: ITEM, values: url('https://two.example') }]));
  await chain.add(
    blockOf(chain, [
      { identifier: ITEM, values: url('https://three.example') },
      { identifier: RETIRED, values: url('https://old.example'), reason: 'scrapped' },
    ]),
  );
  await chain.add({ results: RESULTS });
  return chain;
}

/** The answer to a query from the newest state. */
export function answerOf(chain: TestChain, query: Query): Uint8Array {
  return chain.read((state) => buildAnswer(state, chain.signedHeader(), query));
}
