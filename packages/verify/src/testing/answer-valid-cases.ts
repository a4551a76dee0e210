import { decodeSignedHeader, encodeHex } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { buildAnswer } from '../answer/build-answer.ts';
import type { Query } from '../answer/query.ts';
import { verifyAnswer } from '../answer/verify-answer.ts';
import { type TrustedHeader, trustedHeaderOf } from '../header/trust.ts';
import { HISTORY_QUERIES } from './history-cases.ts';
import { historyChain } from './history-chain.ts';
import { createTestChain, TEST_START_MS, type TestChain } from './test-chain.ts';
import { ABSENT, answerOf, ITEM, RESTRICTED, RETIRED, vectorChain } from './vector-chain.ts';
import { answerJson } from './verified-json.ts';

const QUERIES: readonly [name: string, query: Query][] = [
  ['a record', { kind: 'record', identifier: ITEM }],
  ['a record with text, bytes and a restricted value', { kind: 'record', identifier: RESTRICTED }],
  ['a retired record', { kind: 'record', identifier: RETIRED }],
  ['absence', { kind: 'record', identifier: ABSENT }],
  ['absence before the first record', { kind: 'record', identifier: '1/x' }],
  ['absence behind the last record', { kind: 'record', identifier: 'zz/x' }],
  ['after a block: the current version', { kind: 'record-at-block', identifier: ITEM, height: 8 }],
  ['after a block: two versions back', { kind: 'record-at-block', identifier: ITEM, height: 3 }],
  ['after a block: not registered yet', { kind: 'record-at-block', identifier: ITEM, height: 1 }],
  [
    'after a block: active, retired later',
    { kind: 'record-at-block', identifier: RETIRED, height: 5 },
  ],
  ['after a block: never registered', { kind: 'record-at-block', identifier: ABSENT, height: 3 }],
  [
    'at the time of a change',
    { kind: 'record-at-time', identifier: ITEM, timeMs: TEST_START_MS + 2001 },
  ],
  [
    'right before a change',
    { kind: 'record-at-time', identifier: ITEM, timeMs: TEST_START_MS + 2000 },
  ],
  ['a whole list', { kind: 'list', prefix: '88.118.8', after: null, limit: 100 }],
  ['a page of a list', { kind: 'list', prefix: '88.118.8', after: '00003', limit: 4 }],
  ['the last page of a list', { kind: 'list', prefix: '88.118.8', after: 'old', limit: 1 }],
  ['an empty list', { kind: 'list', prefix: '88.118', after: null, limit: 10 }],
];

function trustJson(header: TrustedHeader): object {
  const { hash, nextValidatorsHash, ...rest } = header;
  return { ...rest, hash: encodeHex(hash), nextValidatorsHash: encodeHex(nextValidatorsHash) };
}

function caseOf(
  name: string,
  chain: TestChain,
  answer: Uint8Array,
  header?: TrustedHeader,
): object {
  const trust = header === undefined ? { genesis: chain.genesisBytes } : { header };
  const genesis = encodeHex(sha256(chain.genesisBytes));
  return {
    name,
    answer: encodeHex(answer),
    trust: header === undefined ? { genesis } : { header: trustJson(header) },
    verified: answerJson(verifyAnswer(answer, trust)),
  };
}

/** Answers that hold, with what they prove. */
export async function answerValidCases(): Promise<object[]> {
  const small = await vectorChain([10n]);
  const large = await vectorChain([10n, 10n, 10n, 5n]);
  const empty = await createTestChain({ powers: [10n], initialHeight: 7 });
  const history = await historyChain([10n]);
  const query: Query = { kind: 'record', identifier: ITEM };
  const partly = large.signedHeader(undefined, [2, 2, 1, 2]);
  const nil = large.signedHeader(undefined, [2, 2, 2, 3]);
  const trusted = (height: number): TrustedHeader =>
    trustedHeaderOf(decodeSignedHeader(small.signedHeader(height).signedHeader));
  return [
    ...QUERIES.map(([name, each]) => caseOf(name, small, answerOf(small, each))),
    ...HISTORY_QUERIES.map(([name, each]) => caseOf(name, history, answerOf(history, each))),
    caseOf('four validators', large, answerOf(large, query)),
    caseOf(
      'one of four is absent',
      large,
      large.read((state) => buildAnswer(state, partly, query)),
    ),
    caseOf(
      'one of four voted for nil',
      large,
      large.read((state) => buildAnswer(state, nil, query)),
    ),
    caseOf('an empty state', empty, answerOf(empty, query)),
    caseOf('from a trusted header: the next one', small, answerOf(small, query), trusted(8)),
    caseOf('from a trusted header: a later one', small, answerOf(small, query), trusted(2)),
    caseOf('from a trusted header: itself', small, answerOf(small, query), trusted(9)),
  ];
}

/** The genesis files that the cases name by their hash. */
export async function vectorGeneses(): Promise<Record<string, string>> {
  const chains = [
    await vectorChain([10n]),
    await vectorChain([10n, 10n, 10n, 5n]),
    await createTestChain({ powers: [10n], initialHeight: 7 }),
    await createTestChain({ powers: [10n], chainId: 'another-chain' }),
  ];
  return Object.fromEntries(
    chains.map(({ genesisBytes }) => [
      encodeHex(sha256(genesisBytes)),
      Buffer.from(genesisBytes).toString(),
    ]),
  );
}
