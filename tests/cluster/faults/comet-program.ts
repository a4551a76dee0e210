import { execFileSync } from 'node:child_process';
import { chmod, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterNode } from '../../../scripts/network/cluster.ts';
import { cometbftPath, ensureShiftedCometbft } from '../../../scripts/cometbft.mjs';
import { eventually } from '../eventually.ts';

/** Beside CometBFT's data: what its next start, and no later one, is given as FAIL_TEST_INDEX. */
const CRASH_FILE = 'crash-at';
/** By how much each start has its clock wrong; then, and only then, it is the build for tests that runs. */
const CLOCK_FILE = 'clock-offset-ms';
const CLOCK_VARIABLE = 'COMETBFT_TEST_CLOCK_OFFSET_MS';

/** A program that runs CometBFT as a test wants it; whoever supervises it sees no difference. */
export async function wrapComet(binary: string, directory: string): Promise<string> {
  const shifted = await ensureShiftedCometbft();
  const program = join(directory, 'cometbft-under-test');
  // Called as: start --home DIR
  const text = `#!/bin/sh
if [ -f "$3/${CRASH_FILE}" ]; then
  FAIL_TEST_INDEX=$(cat "$3/${CRASH_FILE}")
  export FAIL_TEST_INDEX
  rm "$3/${CRASH_FILE}"
fi
if [ -f "$3/${CLOCK_FILE}" ]; then
  ${CLOCK_VARIABLE}=$(cat "$3/${CLOCK_FILE}")
  export ${CLOCK_VARIABLE}
  exec "${shifted}" "$@"
fi
exec "${binary}" "$@"
`;
  await writeFile(program, text);
  await chmod(program, 0o755);
  return program;
}

const homeOf = (node: ClusterNode): string => join(node.directory, 'cometbft');

/** CometBFT of a node ends itself at this crash point, once, the next time it is started. */
export async function crashAt(node: ClusterNode, index: number): Promise<void> {
  await writeFile(join(homeOf(node), CRASH_FILE), String(index));
}

/** The clock of a node's CometBFT goes wrong by so much from its next start on. */
export async function setClock(node: ClusterNode, offsetMs: number): Promise<void> {
  const file = join(homeOf(node), CLOCK_FILE);
  if (offsetMs === 0) await rm(file, { force: true });
  else await writeFile(file, String(offsetMs));
}

/** The process that a node runs CometBFT in, at present. */
export function cometPid(node: ClusterNode): number | undefined {
  try {
    const args = ['-P', String(node.pid), '-f', `start --home ${homeOf(node)}`];
    return Number(execFileSync('pgrep', args, { encoding: 'utf8' }).trim().split('\n')[0]);
  } catch {
    return undefined;
  }
}

/** Ends CometBFT and leaves the node alone, which starts it again. */
export async function killComet(node: ClusterNode): Promise<void> {
  const pid = await eventually(
    () => Promise.resolve(cometPid(node)),
    `CometBFT of node ${node.number}`,
  );
  process.kill(pid, 'SIGKILL');
  await eventually(() => {
    const next = cometPid(node);
    return Promise.resolve(next === undefined || next === pid ? undefined : next);
  }, `CometBFT of node ${node.number} again`);
}

/** Takes the newest block out of CometBFT's store, and its state back by one; what it has signed stays known. */
export function rollBack(node: ClusterNode): void {
  execFileSync(cometbftPath(), ['rollback', '--hard', '--home', homeOf(node)], { stdio: 'pipe' });
}

/** How long CometBFT's log is: what is written from now on lies behind. */
export async function logLength(node: ClusterNode): Promise<number> {
  return (await stat(join(node.directory, 'cometbft.log'))).size;
}
