import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { inLanguage } from '../output/in-language.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const SUPPORTED_MAJOR = 24;
const LEAST_MEMORY_BYTES = 2 ** 30;
/** Beside connections: the store, logs, workers. */
const OTHER_FILES = 200;

export async function checkMachine(subject: Subject): Promise<Finding[]> {
  return [configuration(subject), runtime(subject), memory(subject), ...(await openFiles(subject))];
}

function configuration(subject: Subject): Finding {
  const { configurationProblems: problems } = subject;
  if (problems.length === 0) {
    return ok('configuration', inLanguage(subject, 'The settings can be used.', '设置可用。'));
  }
  const advice = inLanguage(
    subject,
    'Correct them; check with: touchmark config check',
    '请更正；检查命令：touchmark config check',
  );
  return failure('configuration', problems.join(' '), advice);
}

function runtime(subject: Subject): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= SUPPORTED_MAJOR) return ok('runtime', `Node ${process.versions.node}.`);
  const advice = inLanguage(
    subject,
    `Use Node ${SUPPORTED_MAJOR}.`,
    `请使用 Node ${SUPPORTED_MAJOR}。`,
  );
  return failure('runtime', `Node ${process.versions.node}.`, advice);
}

function memory(subject: Subject): Finding {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const detail = `${(bytes / 2 ** 30).toFixed(1)} GiB.`;
  if (bytes >= LEAST_MEMORY_BYTES) return ok('memory', detail);
  const advice = inLanguage(
    subject,
    'Give the node 1 GiB and 16 bytes a record, once for each resolver worker.',
    '请为节点提供 1 GiB 内存，另加每条记录 16 字节（每个解析工作进程各一份）。',
  );
  return warning('memory', detail, advice);
}

/** How many files a process may open, where the system tells. */
async function openFiles(subject: Subject): Promise<Finding[]> {
  const { configuration: settings } = subject;
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.NaN);
  if (Number.isNaN(limit) || settings === undefined) return [];
  const needed = settings.http.maxConnections * 3 + settings.events.maxClients + OTHER_FILES;
  const detail = inLanguage(
    subject,
    `${limit} may be open; with all connections in use the node needs ${needed}.`,
    `最多可打开 ${limit} 个；连接用满时节点需要 ${needed} 个。`,
  );
  if (limit >= needed) return [ok('open-files', detail)];
  const advice = inLanguage(
    subject,
    'Raise the limit (ulimit -n, LimitNOFILE=), or lower http.max_connections.',
    '请提高限制（ulimit -n、LimitNOFILE=），或调低 http.max_connections。',
  );
  return [warning('open-files', detail, advice)];
}
