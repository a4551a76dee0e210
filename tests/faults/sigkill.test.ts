import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killCycles } from './kill-cycles.ts';

const CYCLES = 20;

test(`${CYCLES} kills under load lose nothing that was acknowledged`, async () => {
  const { promises, cyclesWithWork } = await killCycles(CYCLES, () => undefined);
  assert.ok(cyclesWithWork > CYCLES / 2, `only ${cyclesWithWork} cycles got anything done`);
  assert.ok(promises > 100, `only ${promises} transactions were acknowledged`);
});
