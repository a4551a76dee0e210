/** docs/ten-organizations.md as it stands there: five organizations' nodes, on one machine. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import { cleanEnvironment, root } from '../cli/harness.ts';
import { eventually } from '../cluster/eventually.ts';
import { freePort } from '../cluster/free-port.ts';

const blocksOf = (file: string): string[] => {
  const text = readFileSync(resolve(root, file), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
};
const ORGANIZATIONS = ['acme', 'borealis', 'cathay', 'delta', 'epsilon'];
const program = resolve(root, 'packages/cli/src/bin.ts');
const scratch = mkdtempSync(join(tmpdir(), 'touchmark-ten-'));

let environment: NodeJS.ProcessEnv = {};
before(async () => {
  environment = cleanEnvironment({
    PORT: String(await freePort()),
    COMETBFT: await ensureCometbft(),
    TOUCHMARK_PASSPHRASE: 'of a test',
  });
});

function running(): number[] {
  return ORGANIZATIONS.flatMap((name) => {
    const file = join(scratch, name, 'running.json');
    if (!existsSync(file)) return [];
    const { pid }: { pid: number } = JSON.parse(readFileSync(file, 'utf8'));
    return [pid];
  });
}

after(async () => {
  for (const pid of running()) process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 200 && running().length > 0; tries += 1) await sleep(100);
  rmSync(scratch, { recursive: true, force: true });
});

async function runBlock(block: string): Promise<string> {
  const here = block.replaceAll('npx touchmark', `${process.execPath} ${program}`);
  const options = { cwd: scratch, env: environment, timeout: 120_000 };
  const { stdout } = await promisify(execFile)('bash', ['-ec', here], options);
  return stdout;
}

interface Consensus {
  readonly validators: readonly { organization: string; signedNewest: boolean }[];
}

test('several organizations found a network, a fifth joins and is voted in', {
  timeout: 400_000,
}, async () => {
  const said: string[] = [];
  for (const block of blocksOf('docs/ten-organizations.md')) said.push(await runBlock(block));
  const all = said.join('\n');
  assert.match(all, /consortium-1 {2}[0-9a-f]{64}/);
  assert.match(all, /^acme +10 +[0-9a-f]{64}$/m);
  assert.match(all, /ok {7}consensus\.(resting|deciding)/);
  assert.doesNotMatch(all, /FAILURE/);
  const signing = await eventually(async () => {
    const url = `http://127.0.0.1:${Number(environment['PORT']) + 1}/v1/consensus`;
    const { validators } = (await (await fetch(url)).json()) as Consensus;
    const epsilon = validators.find(({ organization }) => organization === 'epsilon');
    return epsilon?.signedNewest === true ? validators : undefined;
  }, 'a block that the fifth has signed');
  assert.equal(signing.length, 5);
});

test('the Chinese text has the same commands', () => {
  assert.deepEqual(
    blocksOf('docs/ten-organizations.zh-CN.md'),
    blocksOf('docs/ten-organizations.md'),
  );
});
