import {
  commitHash,
  consensusHash,
  dataHash,
  EMPTY_HASH,
  encodeResult,
  resultsHash,
  validatorsHash,
} from '../comet/hashes.ts';
import { headerHash } from '../comet/header-hash.ts';
import { NO_BLOCK_ID, ZERO_TIME, type Commit, type CommitFlag } from '../comet/types.ts';
import { MAX_TOTAL_POWER } from '../comet/validators-transport.ts';
import { voteSignBytes, type CanonicalVote } from '../comet/vote.ts';
import { formatTimestamp } from '../comet/rfc3339.ts';
import { signedHeader, testHeader, testValidators, UPSTREAM_HEADER } from './comet-chain.ts';
import { commitJson, headerJson, upperHex, validatorJson } from './comet-json.ts';
import { hex, utf8 } from './vector-files.ts';

const validators = testValidators([10n, 10n, 7n, 1n]);
const NOTHING = new Uint8Array(0);
const fullId = UPSTREAM_HEADER.lastBlockId;

export function headerHashCases(): object[] {
  const headers = [
    ['CometBFT types/block_test.go, TestHeaderHash', UPSTREAM_HEADER],
    ['first block: no last block, empty commit and evidence', testHeader(validators)],
    ['nanoseconds', testHeader(validators, { time: { seconds: 0n, nanos: 1 } })],
    ['time zero of Unix', testHeader(validators, { time: { seconds: 0n, nanos: 0 } })],
    ['time zero of Go', testHeader(validators, { time: ZERO_TIME })],
    ['large height', testHeader(validators, { height: Number.MAX_SAFE_INTEGER })],
    ['version zero', testHeader(validators, { version: { block: 0, app: 0 } })],
    ['app hash of 20 bytes', testHeader(validators, { appHash: new Uint8Array(20).fill(1) })],
    ['no app hash', testHeader(validators, { appHash: NOTHING, lastResultsHash: NOTHING })],
  ] as const;
  return headers.map(([name, header]) => {
    return { name, header: headerJson(header), hash: upperHex(headerHash(header)) };
  });
}

export function voteCases(): object[] {
  const blank = { type: 0, chainId: '', height: 0, round: 0, blockId: NO_BLOCK_ID };
  const zero: CanonicalVote = { ...blank, timestamp: ZERO_TIME };
  const real = { seconds: 1_790_000_001n, nanos: 5 };
  const votes: [name: string, vote: CanonicalVote][] = [
    ['nothing set: height and round are left out, time is not', zero],
    ['CometBFT types/vote_test.go: precommit', { ...zero, type: 2, height: 1, round: 1 }],
    ['prevote', { ...zero, type: 1, height: 1, round: 1 }],
    ['with a chain id', { ...zero, height: 1, round: 1, chainId: 'test_chain_id' }],
    ['round zero is left out', { ...zero, type: 2, height: 1, chainId: 'c' }],
    [
      'for a block',
      { ...zero, type: 2, height: 3, blockId: fullId, timestamp: real, chainId: 'c' },
    ],
    ['large height', { ...zero, type: 2, height: Number.MAX_SAFE_INTEGER, round: 0x7fff_ffff }],
    [
      'message longer than 127 bytes: two bytes of length',
      {
        ...zero,
        type: 2,
        height: 3,
        round: 1,
        blockId: fullId,
        timestamp: real,
        chainId: 'c'.repeat(50),
      },
    ],
  ];
  return votes.map(([name, vote]) => ({
    name,
    type: vote.type,
    height: String(vote.height),
    round: vote.round,
    block_id: {
      hash: upperHex(vote.blockId.hash),
      parts: { total: vote.blockId.parts.total, hash: upperHex(vote.blockId.parts.hash) },
    },
    timestamp: formatTimestamp(vote.timestamp),
    chain_id: vote.chainId,
    signBytes: hex(voteSignBytes(vote)),
  }));
}

export function commitHashCases(): object[] {
  const header = testHeader(validators);
  const commits: [name: string, flags: CommitFlag[]][] = [
    ['all signed', [2, 2, 2, 2]],
    ['one absent, one for nil', [2, 1, 2, 3]],
    ['nobody', [1, 1, 1, 1]],
  ];
  const cases: [name: string, commit: Commit][] = commits.map(([name, flags]) => [
    name,
    signedHeader(header, validators, flags).commit,
  ]);
  cases.push(['empty: what stands before the first block', emptyCommit()]);
  return cases.map(([name, commit]) => {
    return { name, commit: commitJson(commit), hash: upperHex(commitHash(commit)) };
  });
}

function emptyCommit(): Commit {
  return { height: 0, round: 0, blockId: NO_BLOCK_ID, signatures: [] };
}

export function listHashCases(): object[] {
  const sets: [name: string, powers: bigint[]][] = [
    ['one validator', [1n]],
    ['four', [10n, 10n, 7n, 1n]],
    ['largest power', [MAX_TOTAL_POWER]],
    ['seven: an odd tree', [7n, 6n, 5n, 4n, 3n, 2n, 1n]],
  ];
  const lists = [[], [''], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((list) => list.map(utf8));
  const results = [
    [],
    [{ code: 0, data: NOTHING }],
    [
      { code: 0, data: utf8('receipt') },
      { code: 201, data: NOTHING },
    ],
    [{ code: 1, data: utf8('x'), gasWanted: 5n, gasUsed: 2n ** 62n }],
  ];
  return [
    ...sets.map(([name, powers]) => {
      const set = testValidators(powers);
      const hash = upperHex(validatorsHash(set));
      return { name: `validators: ${name}`, of: 'validators', items: set.map(validatorJson), hash };
    }),
    ...lists.map((list) => {
      const name = `transactions: ${list.length}`;
      return { name, of: 'transactions', items: list.map(hex), hash: upperHex(dataHash(list)) };
    }),
    ...results.map((list, index) => {
      const items = list.map((each) => ({
        code: each.code,
        data: hex(each.data),
        gas_wanted: String('gasWanted' in each ? each.gasWanted : 0),
        gas_used: String('gasUsed' in each ? each.gasUsed : 0),
        encoded: hex(encodeResult(each)),
      }));
      return { name: `results ${index}`, of: 'results', items, hash: upperHex(resultsHash(list)) };
    }),
    ...[
      [22_020_096n, -1n],
      [4_194_304n, -1n],
      [1n, 0n],
    ].map(([maxBytes = 0n, maxGas = 0n]) => ({
      name: `consensus parameters: ${maxBytes} bytes, ${maxGas} gas`,
      of: 'consensus',
      items: [{ max_bytes: String(maxBytes), max_gas: String(maxGas) }],
      hash: upperHex(consensusHash({ block: { maxBytes, maxGas } })),
    })),
    { name: 'evidence: none', of: 'evidence', items: [], hash: upperHex(EMPTY_HASH) },
  ];
}
