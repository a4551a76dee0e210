import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const SUPPORTED_MAJOR = 24;
const LEAST_MEMORY_BYTES = 2 ** 30;
/** Beside connections: the store, logs, workers. */
const OTHER_FILES = 200;

export async function checkMachine(subject: Subject): Promise<Finding[]> {
  return [configuration(subject), runtime(), memory(), ...(await openFiles(subject))];
}

function configuration({ configurationProblems: problems }: Subject): Finding {
  if (problems.length === 0) return ok('configuration', 'The settings can be used.');
  const advice = 'Correct them; check with: touchmark config check';
  return failure('configuration', problems.join(' '), advice);
}

function runtime(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= SUPPORTED_MAJOR) return ok('runtime', `Node ${process.versions.node}.`);
  return failure('runtime', `Node ${process.versions.node}.`, `Use Node ${SUPPORTED_MAJOR}.`);
}

function memory(): Finding {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const detail = `${(bytes / 2 ** 30).toFixed(1)} GiB.`;
  if (bytes >= LEAST_MEMORY_BYTES) return ok('memory', detail);
  const advice = 'Give the node 1 GiB and 16 bytes a record, once for each resolver worker.';
  return warning('memory', detail, advice);
}

/** How many files a process may open, where the system tells. */
async function openFiles({ configuration: settings }: Subject): Promise<Finding[]> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.NaN);
  if (Number.isNaN(limit) || settings === undefined) return [];
  const needed = settings.http.maxConnections * 3 + settings.events.maxClients + OTHER_FILES;
  const detail = `${limit} may be open; with all connections in use the node needs ${needed}.`;
  if (limit >= needed) return [ok('open-files', detail)];
  const advice = 'Raise the limit (ulimit -n, LimitNOFILE=), or lower http.max_connections.';
  return [warning('open-files', detail, advice)];
}
