import { setTimeout as pause } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineCommand } from '../../command/definition.ts';
import { withDefault } from '../../command/parameter.ts';
import { duration } from '../../command/parse.ts';
import { DataDirectoryError } from '../../data-directory/data-directory-error.ts';
import { DATA_OPTION } from '../../data-directory/existing-ledger.ts';
import { lockOwner } from '../../data-directory/lock.ts';
import { inLanguage } from '../../output/in-language.ts';

const LOOK_MS = 50;

/** The process of the node in a data directory; undefined: none runs. */
function nodeIn(directory: string): number | undefined {
  if (!existsSync(directory)) {
    const message = `There is no data directory ${directory}. Check the path.`;
    throw new DataDirectoryError('DATA_DIRECTORY_MISSING', message);
  }
  const owner = lockOwner(directory);
  if (owner === undefined || owner.work === 'node') return owner?.pid;
  throw new DataDirectoryError(
    'DATA_DIRECTORY_IN_USE',
    `Process ${owner.pid}, which is using ${directory}, is no node but another command. Let it finish.`,
  );
}

async function hasEnded(directory: string, pid: number, withinMs: number): Promise<boolean> {
  const endAt = performance.now() + withinMs;
  while (lockOwner(directory)?.pid === pid) {
    if (performance.now() >= endAt) return false;
    await pause(LOOK_MS);
  }
  return true;
}

export const command = defineCommand({
  path: 'node stop',
  summary: 'Stop the node of a data directory, and wait until it has ended',
  details:
    'Sends SIGTERM to the process that runs the node here, however it was started: it finishes what is in hand. ' +
    'Exit code 0 also if none runs. Where a supervisor such as systemd runs the node, tell that instead: it would ' +
    'start it again.',
  examples: ['touchmark node stop --data /var/lib/touchmark'],
  arguments: {},
  options: {
    ...DATA_OPTION,
    timeout: withDefault('--timeout <duration>', 'longest wait for its end', duration, '60s'),
  },
  async run(context, { data, timeout }) {
    const directory = resolve(data);
    const pid = nodeIn(directory);
    if (pid === undefined) {
      context.output.result({ stopped: false }, () =>
        inLanguage(context, `No node runs in ${directory}.`, `${directory} 中没有节点在运行。`),
      );
      return;
    }
    process.kill(pid, 'SIGTERM');
    if (!(await hasEnded(directory, pid, timeout))) {
      throw new DataDirectoryError(
        'DATA_DIRECTORY_STILL_IN_USE',
        `Process ${pid} was told to stop and has not ended yet. Its log says what it finishes.`,
      );
    }
    context.output.result({ stopped: true, pid }, () =>
      inLanguage(context, `Process ${pid} has ended.`, `进程 ${pid} 已结束。`),
    );
  },
});
