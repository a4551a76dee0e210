/**
 * `npm run test:faults [-- NAME…] [--scale 0.1]`: long fault runs, one after the other; each writes
 * what it saw and under which conditions to bench/results/faults-NAME.json.
 */
import { parseArgs } from 'node:util';
import { conditions, keepResult } from './conditions.ts';
import type { LongRun } from './long-run.ts';
import { LONG_RUNS } from './long-runs.ts';

async function perform({ name, about, run }: LongRun, scale: number): Promise<boolean> {
  console.log(`${name}: ${about}`);
  const startMs = performance.now();
  const { passed, figures } = await run((text) => console.log(`  ${text}`), scale);
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  const result = { name, about, passed, seconds, figures, conditions: conditions(scale) };
  keepResult(`faults-${name}`, result);
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} in ${seconds} s: ${JSON.stringify(figures)}`);
  return passed;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' } },
});
const names = LONG_RUNS.map(({ name }) => name);
const unknown = positionals.find((name) => !names.includes(name));
if (unknown !== undefined) {
  throw new Error(`there is no ${unknown}; there are ${names.join(', ')}`);
}
for (const each of LONG_RUNS) {
  if (positionals.length > 0 && !positionals.includes(each.name)) continue;
  if (!(await perform(each, Number(values.scale)))) process.exitCode = 1;
}
