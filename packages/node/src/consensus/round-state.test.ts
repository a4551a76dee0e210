import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPeers, readRoundState, readSync } from './round-state.ts';

const START = '2026-11-23T07:35:44.555018973Z';
const vote = (place: number, kind: string): string =>
  `Vote{${place}:1A4D745ABCCE 43/01/SIGNED_MSG_TYPE_${kind}(x) BB73DE729F46 00 00 @ ${START}}`;

/** As CometBFT v0.39.4 answers. */
const state = (place: string) => ({
  round_state: {
    'height/round/step': place,
    start_time: START,
    proposal_block_hash: '',
    height_vote_set: [
      { round: 0, prevotes: ['nil-Vote', 'nil-Vote'], precommits: ['nil-Vote', 'nil-Vote'] },
      {
        round: 1,
        prevotes: [vote(0, 'PREVOTE'), 'nil-Vote'],
        precommits: ['nil-Vote', vote(1, 'PRECOMMIT')],
      },
    ],
    proposer: { address: '245ACC9C762BAF7082146109A73EF92FCCB4ED37', index: 1 },
  },
});

test('height, round, step, and whose votes of this round are here', () => {
  assert.deepEqual(readRoundState(state('43/1/4')), {
    height: 43,
    round: 1,
    step: 'prevote',
    sinceMs: Date.parse(START),
    proposer: '245ACC9C762BAF7082146109A73EF92FCCB4ED37',
    prevotes: [true, false],
    precommits: [false, true],
  });
  assert.deepEqual(readRoundState(state('43/0/2'))?.prevotes, [false, false]);
  assert.equal(readRoundState(state('43/0/2'))?.step, 'resting');
  assert.equal(readRoundState(state('43/0/8'))?.step, 'commit');
});

test('what CometBFT would not say is nothing', () => {
  const strange = [
    undefined,
    null,
    1,
    'x',
    {},
    [],
    { round_state: 1 },
    state('43/0'),
    state('43/0/9'),
  ];
  strange.push(state('x/0/1'), {
    round_state: { ...state('43/0/1').round_state, start_time: 'x' },
  });
  for (const given of strange) assert.equal(readRoundState(given), undefined);
  const bare = { round_state: { 'height/round/step': '1/0/1', start_time: START } };
  assert.deepEqual(readRoundState(bare)?.prevotes, []);
  assert.equal(readRoundState(bare)?.proposer, undefined);
});

test('peers by their ids, and whether old blocks are fetched', () => {
  assert.deepEqual(readPeers({ peers: [{ node_info: { id: 'a' } }, { node_info: {} }, 1] }), ['a']);
  assert.deepEqual(readPeers(undefined), []);
  const validator_info = { address: 'AB' };
  const status = { sync_info: { catching_up: true }, validator_info, node_info: { id: 'n1' } };
  assert.deepEqual(readSync(status), { isCatchingUp: true, address: 'AB', node: 'n1' });
  assert.deepEqual(readSync({}), { isCatchingUp: false, address: undefined, node: undefined });
});
