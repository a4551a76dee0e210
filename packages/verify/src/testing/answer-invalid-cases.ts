import { decodeSignedHeader, encodeHex, encodeSignedHeader } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { type Answer, decodeAnswer, encodeAnswer } from '../answer/answer-codec.ts';
import type { Query } from '../answer/query.ts';
import { verifyAnswer, type VerifyOptions } from '../answer/verify-answer.ts';
import { VerifyError } from '../verify-error.ts';
import { historyForgeries } from './history-cases.ts';
import { historyChain } from './history-chain.ts';
import { createTestChain, TEST_START_MS, type TestChain } from './test-chain.ts';
import { signCommit } from './test-validators.ts';
import { ABSENT, answerOf, ITEM, RETIRED, vectorChain } from './vector-chain.ts';
import { queryJson } from './verified-json.ts';

const RECORD = { kind: 'record', identifier: ITEM } as const;
const AT_BLOCK = { kind: 'record-at-block', identifier: ITEM, height: 4 } as const;
const PAGE = { kind: 'list', prefix: '88.118.8', after: null, limit: 3 } as const;

type Forgery = readonly [
  name: string,
  answer: Uint8Array,
  options?: VerifyOptions & { genesis?: Uint8Array },
];

/** The answer to a query with some of its parts exchanged. */
function forger(chain: TestChain): (query: Query, parts: Partial<Answer>) => Uint8Array {
  return (query, parts) => encodeAnswer({ ...decodeAnswer(answerOf(chain, query)), ...parts });
}

function edited(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[index < 0 ? bytes.length + index : index] = value;
  return copy;
}

function formForgeries(chain: TestChain): Forgery[] {
  const good = answerOf(chain, RECORD);
  const forge = forger(chain);
  const tail = new Uint8Array(good.length + 1);
  tail.set(good);
  const atBlock = answerOf(chain, AT_BLOCK);
  const height = Buffer.from(atBlock).indexOf(Buffer.from(ITEM)) + ITEM.length;
  return [
    ['no bytes', new Uint8Array(0)],
    ['six elements', edited(good, 0, 0x86)],
    ['another tag', edited(good, 19, '2'.charCodeAt(0))],
    ['a byte behind the end', tail],
    ['one byte short', good.subarray(0, -1)],
    ['another block in the question', edited(atBlock, height, 5)],
    [
      'an identifier that is not canonical',
      forge(RECORD, { query: { kind: 'record', identifier: '88/a//b' } }),
    ],
    ['a limit of 0', forge(PAGE, { query: { ...PAGE, limit: 0 } })],
    ['a limit above 10,000', forge(PAGE, { query: { ...PAGE, limit: 10_001 } })],
    [
      'older versions that were not asked for',
      forge(RECORD, { result: decodeAnswer(atBlock).result, query: RECORD }),
    ],
    ['the answer to another question', good, { expect: { kind: 'record', identifier: RETIRED } }],
  ];
}

function headerForgeries(chain: TestChain, large: TestChain): Forgery[] {
  const forge = forger(chain);
  const { signedHeader } = chain.signedHeader();
  const { header, commit } = decodeSignedHeader(signedHeader);
  const lied = { ...header, appHash: new Uint8Array(32) };
  const [vote] = commit.signatures;
  const signature = edited(vote?.signature ?? new Uint8Array(64), 5, 0);
  const signed = {
    ...commit,
    signatures: commit.signatures.map((each) => ({ ...each, signature })),
  };
  const large2 = forger(large);
  const reordered = { ...commit, height: commit.height + 1 };
  return [
    [
      'another root in the header',
      forge(RECORD, { signedHeader: encodeSignedHeader({ header: lied, commit }) }),
    ],
    [
      'another root, signed for another one',
      forge(RECORD, {
        signedHeader: encodeSignedHeader({
          header: { ...lied, height: 8 },
          commit: signCommit({ ...lied, height: 8 }, chain.validators),
        }),
      }),
    ],
    [
      'a signature that does not hold',
      forge(RECORD, { signedHeader: encodeSignedHeader({ header, commit: signed }) }),
    ],
    [
      'a commit of another height',
      forge(RECORD, { signedHeader: encodeSignedHeader({ header, commit: reordered }) }),
    ],
    [
      'less than two thirds of the power',
      large2(RECORD, large.signedHeader(undefined, [2, 2, 1, 1])),
    ],
    ['nil votes do not count', large2(RECORD, large.signedHeader(undefined, [2, 2, 3, 3]))],
    [
      'validators of another network',
      forge(RECORD, { validators: large.signedHeader().validators }),
    ],
    ['a header of another network', answerOf(large, RECORD), { genesis: chain.genesisBytes }],
    ['a header from the future', answerOf(chain, RECORD), { nowMs: TEST_START_MS - 10_000 }],
    [
      'a header that is too old',
      answerOf(chain, RECORD),
      { nowMs: TEST_START_MS + 3_600_000, maxAgeMs: 60_000 },
    ],
  ];
}

function stateForgeries(chain: TestChain): Forgery[] {
  const forge = forger(chain);
  const part = (query: Query): Answer => decodeAnswer(answerOf(chain, query));
  const resultOf = (query: Query): Answer['result'] => part(query).result;
  const versions = resultOf({ ...AT_BLOCK, height: 2 });
  const older = versions.kind === 'record' ? versions.older : [];
  const current = versions.kind === 'record' ? versions.current : null;
  const withOlder = (...chosen: (Uint8Array | undefined)[]): Partial<Answer> => ({
    result: { kind: 'record', current, older: chosen.flatMap((each) => each ?? []) },
  });
  const nothing: Answer['result'] = { kind: 'record', current: null, older: [] };
  return [
    ['a record said to be absent', forge(RECORD, { result: nothing })],
    [
      'an absent one said to be a record',
      forge({ kind: 'record', identifier: ABSENT }, { result: resultOf(RECORD) }),
    ],
    [
      "another record's values",
      forge(RECORD, { result: resultOf({ kind: 'record', identifier: RETIRED }) }),
    ],
    [
      'an older version as the current one',
      forge(RECORD, { result: { kind: 'record', current: older[0] ?? null, older: [] } }),
    ],
    [
      'the proof of another key',
      forge(RECORD, { proof: part({ kind: 'record', identifier: RETIRED }).proof }),
    ],
    ['a header of another state', forge(RECORD, chain.signedHeader(3))],
    ['the version in force is missing', forge(AT_BLOCK, withOlder())],
    ['versions beyond the one in force', forge(AT_BLOCK, withOlder(...older))],
    ['a version left out', forge({ ...AT_BLOCK, height: 2 }, withOlder(older[1]))],
    [
      'a block that the header does not cover',
      forge({ ...AT_BLOCK, height: 8 }, { query: { ...AT_BLOCK, height: 9 } }),
    ],
    [
      'a list that leaves out its last record',
      forge({ ...PAGE, limit: 2 }, { query: PAGE, result: resultOf(PAGE) }),
    ],
    ['a page said to be the whole list', forge(PAGE, { result: { kind: 'list', last: null } })],
    ['more records than the limit', forge(PAGE, { query: { ...PAGE, limit: 2 } })],
  ];
}

function caseOf(chain: TestChain, [name, answer, options = {}]: Forgery): object {
  const { genesis = chain.genesisBytes, ...given } = options;
  const { expect, ...clock } = given;
  let code = 'accepted';
  try {
    verifyAnswer(answer, { genesis }, given);
  } catch (error) {
    code = error instanceof VerifyError ? error.code : String(error);
  }
  return {
    name,
    answer: encodeHex(answer),
    trust: { genesis: encodeHex(sha256(genesis)) },
    ...(expect === undefined ? {} : { expect: queryJson(expect) }),
    ...clock,
    code,
  };
}

/** Answers that do not hold, with the code of the refusal. */
export async function answerInvalidCases(): Promise<object[]> {
  const small = await vectorChain([10n]);
  const large = await vectorChain([10n, 10n, 10n, 5n]);
  const other = await createTestChain({ powers: [10n], chainId: 'another-chain' });
  const ofLarge = new Set(['less than two thirds of the power', 'nil votes do not count']);
  const forgeries: Forgery[] = [
    ...formForgeries(small),
    ...headerForgeries(small, large),
    ...stateForgeries(small),
    ...historyForgeries(await historyChain([10n])),
    ['another chain', answerOf(small, RECORD), { genesis: other.genesisBytes }],
  ];
  return forgeries.map((forgery) => caseOf(ofLarge.has(forgery[0]) ? large : small, forgery));
}
