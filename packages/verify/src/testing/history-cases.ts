import { type Answer, decodeAnswer, encodeAnswer } from '../answer/answer-codec.ts';
import { encodeProofs } from '../answer/follow-answer.ts';
import type { Query } from '../answer/query.ts';
import { changeKey } from '../record/record-keys.ts';
import { ALIAS, DANGLING, MOVED, PREFIX } from './history-chain.ts';
import type { TestChain } from './test-chain.ts';
import { answerOf } from './vector-chain.ts';

const LIFE = { kind: 'life', identifier: MOVED } as const;
const FOLLOW = { kind: 'follow', identifier: ALIAS } as const;
const CHANGES = { kind: 'changes', prefix: PREFIX, from: 1, to: 8 } as const;
const ENTRIES = {
  kind: 'entries',
  start: changeKey(PREFIX, 0),
  end: changeKey(PREFIX, 5),
  limit: 10,
} as const;

/** Questions about the chain of histories. */
export const HISTORY_QUERIES: readonly (readonly [name: string, query: Query])[] = [
  ['the life of a record that is retired', LIFE],
  ['the life of what never was', { kind: 'life', identifier: '88.118.8/none' }],
  ['an alias of a retired record', FOLLOW],
  ['an alias of an alias', { kind: 'follow', identifier: `${PREFIX}/alias-2` }],
  ['an alias of nothing', { kind: 'follow', identifier: DANGLING }],
  ['no alias', { kind: 'follow', identifier: MOVED }],
  ['what changed under a prefix', CHANGES],
  ['what changed in one block', { ...CHANGES, from: 2, to: 2 }],
  ['nothing changed', { ...CHANGES, from: 7, to: 8 }],
  ['a range of the state', ENTRIES],
  ['a page of a range', { ...ENTRIES, limit: 1 }],
  ['a range up to the last key', { ...ENTRIES, end: null }],
];

/** Answers about histories that do not hold. */
export function historyForgeries(
  chain: TestChain,
): (readonly [name: string, answer: Uint8Array])[] {
  const part = (query: Query): Answer => decodeAnswer(answerOf(chain, query));
  const forge = (query: Query, parts: Partial<Answer>) =>
    encodeAnswer({ ...part(query), ...parts });
  const life = part(LIFE).result;
  const changes = part(CHANGES).result;
  const follow = part(FOLLOW).result;
  if (life.kind !== 'record' || changes.kind !== 'changes' || follow.kind !== 'follow') {
    throw new TypeError('an answer of another kind');
  }
  const { current, older } = life;
  const lists = changes.older;
  const firstStep = follow.steps.slice(0, 1);
  const alone = part({ kind: 'record', identifier: ALIAS }).proof;
  return [
    [
      'a life without its first version',
      forge(LIFE, { result: { ...life, older: older.slice(0, -1) } }),
    ],
    ['a life without a version', forge(LIFE, { result: { ...life, older: older.slice(1) } })],
    [
      'a life said to be none',
      forge(LIFE, { result: { kind: 'record', current: null, older: [] } }),
    ],
    [
      'the life of another record',
      forge(LIFE, {
        query: { kind: 'life', identifier: DANGLING },
        result: { kind: 'record', current, older },
      }),
    ],
    [
      'the lists of a block left out',
      forge(CHANGES, { result: { ...changes, older: [[], ...lists.slice(1)] } }),
    ],
    [
      'a block of changes left out',
      forge(CHANGES, { result: { ...changes, older: lists.slice(1) } }),
    ],
    ['changes of a shorter range', forge({ ...CHANGES, to: 5 }, { query: CHANGES })],
    ['changes said to end early', forge(CHANGES, { result: { ...changes, last: 5 } })],
    ['changes that the header does not cover', forge(CHANGES, { query: { ...CHANGES, to: 9 } })],
    [
      'an alias that is not followed',
      forge(FOLLOW, { result: { kind: 'follow', steps: firstStep }, proof: encodeProofs([alone]) }),
    ],
    ['a step without its proof', forge(FOLLOW, { proof: encodeProofs([alone]) })],
    [
      'steps beyond the end',
      forge(
        { kind: 'follow', identifier: MOVED },
        {
          result: { kind: 'follow', steps: [current, current] },
          proof: encodeProofs([
            part({ kind: 'record', identifier: MOVED }).proof,
            part({ kind: 'record', identifier: MOVED }).proof,
          ]),
        },
      ),
    ],
    [
      'a page said to be the whole range',
      forge({ ...ENTRIES, limit: 1 }, { result: { kind: 'entries', last: null } }),
    ],
    [
      'entries behind the range',
      forge(
        { ...ENTRIES, end: changeKey(PREFIX, 9), limit: 2 },
        { query: { ...ENTRIES, end: changeKey(PREFIX, 3) } },
      ),
    ],
    ['more entries than the limit', forge(ENTRIES, { query: { ...ENTRIES, limit: 1 } })],
    [
      'a range that touches restricted data',
      encodeAnswer({
        ...part(ENTRIES),
        query: { ...ENTRIES, start: Uint8Array.of(0x21), end: null },
      }),
    ],
  ];
}
