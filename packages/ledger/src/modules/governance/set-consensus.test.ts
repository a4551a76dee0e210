import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as limits from '../../limits.ts';
import { openGenesis } from '../../testing/council.ts';
import { Sandbox } from '../../testing/sandbox.ts';
import { type ConsensusLimits, readConsensus } from './consensus.ts';
import { encodeSetConsensus } from './set-consensus.ts';

const GIVEN = { maxBytes: 8_388_608, evidenceBlocks: 100_000, evidenceMs: 172_800_000 };
const open = (): Sandbox => new Sandbox(undefined, openGenesis());

test('what was decided of blocks and evidence is read again; before, nothing was', () => {
  const sandbox = open();
  assert.equal(readConsensus(sandbox.state), undefined);
  sandbox.must('admin', encodeSetConsensus(GIVEN));
  assert.deepEqual(readConsensus(sandbox.state), GIVEN);
});

test('it takes a vote where the constitution says so, and nobody else may', () => {
  const action = encodeSetConsensus(GIVEN);
  assert.equal(new Sandbox().submit('admin', action).word, 'GOVERNANCE_PROPOSAL_NEEDED');
  assert.equal(open().submit('maker', action).word, 'GOVERNANCE_NOT_ENTITLED');
});

test('each bound holds on both sides', () => {
  const bounds: readonly (readonly [keyof ConsensusLimits, number, number])[] = [
    ['maxBytes', limits.MIN_BLOCK_BYTES, limits.MAX_BLOCK_BYTES],
    ['evidenceBlocks', limits.MIN_EVIDENCE_BLOCKS, limits.MAX_EVIDENCE_BLOCKS],
    ['evidenceMs', limits.MIN_EVIDENCE_MS, limits.MAX_EVIDENCE_MS],
  ];
  for (const [field, least, most] of bounds) {
    const submit = (value: number) =>
      open().submit('admin', encodeSetConsensus({ ...GIVEN, [field]: value })).word;
    assert.deepEqual([submit(least), submit(most)], ['OK', 'OK'], field);
    assert.deepEqual(
      [submit(least - 1), submit(most + 1)],
      ['ACTION_PARAMS_INVALID', 'ACTION_PARAMS_INVALID'],
      field,
    );
  }
});
