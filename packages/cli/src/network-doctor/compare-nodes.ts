import { fetchJson } from '../client/fetch-json.ts';
import { textField } from '../client/read-field.ts';
import { failure, type Finding, ok, warning } from '../doctor/finding.ts';
import { EXIT } from '../exit-code.ts';
import { inLanguage } from '../output/in-language.ts';
import type { Language } from '../output/language.ts';
import type { NodeView } from './ask-nodes.ts';

/** A node that far behind does not just lack the block that is on its way. */
const FAR_BEHIND_BLOCKS = 5;

/** What no node can say by itself: whether they have the same chain, and whether one falls behind. */
export async function compareNodes(
  nodes: readonly NodeView[],
  timeoutMs: number,
  language: Language,
): Promise<Finding[]> {
  const heights = nodes.flatMap(({ height }) => (height === undefined ? [] : [height]));
  if (heights.length < 2) return [];
  const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
  return [
    ...behind(nodes, highest, language),
    await sameHeader(nodes, lowest, timeoutMs, language),
  ];
}

function behind(nodes: readonly NodeView[], highest: number, language: Language): Finding[] {
  return nodes
    .filter(({ height }) => height !== undefined && highest - height > FAR_BEHIND_BLOCKS)
    .map(({ url, height = 0 }) => {
      const blocks = highest - height;
      return warning(
        'network.behind',
        inLanguage(
          { language },
          `${url} is ${blocks} blocks behind.`,
          `${url} 落后 ${blocks} 个区块。`,
        ),
        inLanguage(
          { language },
          'If that does not shrink, its log says why.',
          '若差距不缩小，请查看其日志。',
        ),
      );
    });
}

/** Two headers of one height would be a fork. */
async function sameHeader(
  nodes: readonly NodeView[],
  height: number,
  timeoutMs: number,
  language: Language,
): Promise<Finding> {
  const hashes = new Map<string, string[]>();
  const asked = nodes.flatMap(({ url, height: own }) => (own === undefined ? [] : [url]));
  const answers = await Promise.all(
    asked.map((url) =>
      fetchJson(url, `/v1/headers/${height}`, timeoutMs).then(
        (header) => textField(header, 'hash'),
        () => undefined,
      ),
    ),
  );
  for (const [index, url] of asked.entries()) {
    const hash = answers[index];
    if (hash !== undefined) hashes.set(hash, [...(hashes.get(hash) ?? []), url]);
  }
  const isChinese = language === 'zh';
  if (hashes.size < 2) {
    const text = `All that answered have the same block ${height}.`;
    return ok('network.same', isChinese ? `应答的节点在区块 ${height} 处一致。` : text);
  }
  const sides = [...hashes].map(([hash, urls]) => `${hash}: ${urls.join(', ')}`).join('; ');
  return failure(
    'network.forked',
    isChinese ? `区块 ${height} 不一致：${sides}` : `Block ${height} differs: ${sides}`,
    isChinese
      ? '请运行 touchmark trust check --witness 取得证据，并通知全体成员。'
      : 'Run touchmark trust check --witness for the evidence, and tell all members.',
    EXIT.unproven,
  );
}
