import { createTransport } from '@touchmark/sdk';
import { fetchJson } from '../client/fetch-json.ts';
import { listField, numberField, objectField, textField } from '../client/read-field.ts';
import { failure, type Finding, type Level } from '../doctor/finding.ts';
import { EXIT } from '../exit-code.ts';
import type { JsonObject } from '../files/json-object.ts';
import type { Language } from '../output/language.ts';

/** What one node says of consensus, or why it says nothing. */
export interface NodeView {
  readonly url: string;
  readonly consensus?: JsonObject;
  /** Of the newest block that it has. */
  readonly height?: number;
  readonly findings: readonly Finding[];
  /** Why it says nothing. */
  readonly error?: unknown;
}

const isLevel = (given: string): given is Level => ['ok', 'warning', 'failure'].includes(given);

function findingOf(given: JsonObject): Finding {
  const level = textField(given, 'level');
  const { advice } = given;
  return {
    check: textField(given, 'code'),
    level: isLevel(level) ? level : 'failure',
    detail: textField(given, 'detail'),
    ...(typeof advice === 'string' ? { advice } : {}),
    ...(level === 'failure' ? { exitCode: EXIT.failed } : {}),
  };
}

/** A process that is paused takes connections and says nothing: nobody waits for that as for an answer. */
const ALIVE_MS = 3_000;

async function requireAlive(url: string, timeoutMs: number): Promise<void> {
  const limits = { fetch: globalThis.fetch, timeoutMs: Math.min(ALIVE_MS, timeoutMs) };
  await createTransport({ url, ...limits }).request({ path: '/livez' });
}

/** Asks all at the same time; one that does not answer is no reason to stop. */
export function askNodes(
  urls: readonly string[],
  timeoutMs: number,
  language: Language,
): Promise<NodeView[]> {
  const headers = { 'accept-language': language };
  return Promise.all(
    urls.map(async (url): Promise<NodeView> => {
      try {
        await requireAlive(url, timeoutMs);
        const consensus = await fetchJson(url, '/v1/consensus', timeoutMs, headers);
        const height = numberField(objectField(consensus, 'newest'), 'block');
        const findings = listField(consensus, 'findings').map(findingOf);
        // Before its first block it has none to compare.
        return { url, consensus, ...(height > 0 ? { height } : {}), findings };
      } catch (error) {
        return { url, findings: [unreachable(error, language)], error };
      }
    }),
  );
}

function unreachable(error: unknown, language: Language): Finding {
  const why = error instanceof Error ? error.message : String(error);
  const isChinese = language === 'zh';
  return failure(
    'node.silent',
    isChinese ? `节点未应答：${why}` : `The node does not answer: ${why}`,
    isChinese ? '请检查地址以及节点是否运行。' : 'Check the address and whether the node runs.',
  );
}
