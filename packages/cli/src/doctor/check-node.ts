import { createServer } from 'node:net';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';
import { EXIT } from '../exit-code.ts';
import { inLanguage } from '../output/in-language.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import { publicUrl } from './public-url.ts';
import type { Subject } from './subject.ts';

const FULL = 0.8;
const SLOW_LOOP_MS = 200;
const SLOW_COMMIT_MS = 1_000;
const ANSWER_MS = 5_000;

export async function checkNode(subject: Subject): Promise<Finding[]> {
  const { isRunning, status, configuration } = subject;
  if (!isRunning) {
    const stopped = ok('node', inLanguage(subject, 'It is not running.', '节点未运行。'));
    if (configuration === undefined) return [stopped];
    return [stopped, await freePort(subject, configuration.http)];
  }
  if (status === undefined) {
    const advice = inLanguage(
      subject,
      'See its log; if it hangs, restart it. (admin.enabled = false hides it from here.)',
      '请查看其日志；若已挂起，请重启。（admin.enabled = false 会使其在此不可见。）',
    );
    const detail = inLanguage(subject, 'It runs and does not answer.', '节点在运行但不应答。');
    return [failure('node', detail, advice, EXIT.unreachable)];
  }
  return [
    state(subject, status),
    await publicPort(subject),
    ...queue(subject, status),
    ...speed(subject, status),
    ...scrub(subject, status),
  ];
}

function state(subject: Subject, status: JsonObject): Finding {
  const { state: found, height, version, runtime } = status;
  const detail = inLanguage(
    subject,
    `${String(found)}, block ${String(height)}, version ${String(version)} on ${String(runtime)}.`,
    `${String(found)}，区块 ${String(height)}，版本 ${String(version)}，运行于 ${String(runtime)}。`,
  );
  if (found === 'running') return ok('node', detail);
  const advice = inLanguage(
    subject,
    'See the reason in its log; after a failure of the disk, check the disk before a restart.',
    '原因见其日志；若磁盘发生故障，重启前请先检查磁盘。',
  );
  return failure('node', detail, advice);
}

/** The port that everybody uses has to answer too. */
async function publicPort(subject: Subject): Promise<Finding> {
  const base = publicUrl(subject);
  if (base === undefined) {
    const chosen = inLanguage(
      subject,
      'Chosen by the system; see the log for it.',
      '由系统选定，见日志。',
    );
    return ok('port', chosen);
  }
  const url = `${base}/readyz?verbose=1`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = (await answer.text()).trim().replaceAll('\n', ', ');
    if (answer.ok) return ok('port', `${url}: ${text}`);
    const advice = inLanguage(
      subject,
      'See what is not ready, and the log.',
      '请查看未就绪的项目和日志。',
    );
    return failure('port', `${url}: ${text}`, advice, EXIT.unreachable);
  } catch (error) {
    const detail = `${url}: ${error instanceof Error ? error.message : String(error)}`;
    const advice = inLanguage(
      subject,
      'Check http.host, http.port and the firewall of this machine.',
      '请检查 http.host、http.port 和本机防火墙。',
    );
    return failure('port', detail, advice, EXIT.unreachable);
  }
}

function freePort(
  subject: Subject,
  { host, port }: { host: string; port: number },
): Promise<Finding> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', (error) => {
      const advice = inLanguage(
        subject,
        'Stop the program that uses it, or choose others with http.host and http.port.',
        '请停止占用它的程序，或用 http.host 和 http.port 另选。',
      );
      const detail = inLanguage(
        subject,
        `${host}:${port} can't be listened on: ${error.message}`,
        `无法监听 ${host}:${port}：${error.message}`,
      );
      settle(failure('port', detail, advice));
    });
    server.listen({ host, port }, () => {
      const free = inLanguage(subject, `${host}:${port} is free.`, `${host}:${port} 空闲。`);
      server.close(() => settle(ok('port', free)));
    });
  });
}

function queue(subject: Subject, status: JsonObject): Finding[] {
  const { transactions, bytes, maxTransactions, maxBytes } = objectOf(status['queue']);
  const share = Math.max(
    Number(transactions) / Number(maxTransactions),
    Number(bytes) / Number(maxBytes),
  );
  const percent = Math.round(share * 100);
  const detail = inLanguage(subject, `${percent} % full.`, `已用 ${percent} %。`);
  if (!(share >= FULL)) return [ok('node.queue', detail)];
  const advice = inLanguage(
    subject,
    'More arrives than can be written. See node.commit and node.event-loop below.',
    '到达的交易多于可写入的。见下面的 node.commit 和 node.event-loop。',
  );
  return [warning('node.queue', detail, advice)];
}

function speed(subject: Subject, status: JsonObject): Finding[] {
  const loop = Number(objectOf(status['eventLoopDelayMs'])['p99']);
  const commit = Number(objectOf(objectOf(status['timings'])['commitMs'])['p99']);
  return [
    loop < SLOW_LOOP_MS
      ? ok('node.event-loop', `p99 ${loop.toFixed(1)} ms.`)
      : warning(
          'node.event-loop',
          inLanguage(
            subject,
            `Requests wait for the main thread: p99 ${loop.toFixed(0)} ms.`,
            `请求在等待主线程：p99 ${loop.toFixed(0)} 毫秒。`,
          ),
          inLanguage(
            subject,
            'Give the node more processor, or resolver.workers for what is read.',
            '请增加处理器，或用 resolver.workers 分担读取。',
          ),
        ),
    commit < SLOW_COMMIT_MS
      ? ok('node.commit', `p99 ${commit.toFixed(1)} ms.`)
      : warning(
          'node.commit',
          inLanguage(
            subject,
            `The disk takes its time: p99 ${commit.toFixed(0)} ms for a commit.`,
            `磁盘较慢：一次提交 p99 ${commit.toFixed(0)} 毫秒。`,
          ),
          inLanguage(
            subject,
            'Move the data directory to a faster disk, or see what else uses this one.',
            '请将数据目录移到更快的磁盘，或查看还有什么在使用它。',
          ),
        ),
  ];
}

function scrub(subject: Subject, status: JsonObject): Finding[] {
  const last = objectOf(status['scrub'])['last'];
  if (!isJsonObject(last)) return [];
  if (last['ok'] === true) {
    const fine = inLanguage(
      subject,
      'The last scrub found everything in order.',
      '上次巡检一切正常。',
    );
    return [ok('node.scrub', fine)];
  }
  const advice = inLanguage(
    subject,
    'Stop the node, and restore it from a backup or an export.',
    '请停止节点，并由备份或导出文件恢复。',
  );
  const detail = inLanguage(subject, 'The last scrub found damage.', '上次巡检发现损坏。');
  return [failure('node.scrub', detail, advice, EXIT.unproven)];
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
