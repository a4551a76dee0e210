import { inLanguage } from '../output/in-language.ts';
import type { Language } from '../output/language.ts';
import { isoTime } from '../output/plain.ts';
import { type Finding, ok } from './finding.ts';

const DAY_MS = 86_400_000;

/**
 * Findings as people read them: keys that are well make one line together, at the place of the first; whatever needs
 * something done keeps its own.
 */
export function groupKeys(
  findings: readonly Finding[],
  nowMs: number,
  language: Language,
): Finding[] {
  const keys = findings.filter(({ key }) => key !== undefined);
  if (keys.length < 2) return [...findings];
  const summary = summaryOf(keys, nowMs, language);
  const first = keys[0];
  return findings.flatMap((finding) => {
    const own = finding.key === undefined || finding.level !== 'ok' ? [finding] : [];
    return finding === first ? [summary, ...own] : own;
  });
}

function summaryOf(keys: readonly Finding[], nowMs: number, language: Language): Finding {
  const say = (en: string, zh: string): string => inLanguage({ language }, en, zh);
  const count = (level: Finding['level']): number =>
    keys.filter((finding) => finding.level === level).length;
  const past = count('failure');
  const parts = [say(`${keys.length - past} keys can be used`, `${keys.length - past} 个密钥可用`)];
  const soon = count('warning');
  const needs = `${soon} of them ${soon === 1 ? 'needs' : 'need'} attention`;
  if (soon > 0) parts.push(say(needs, `其中 ${soon} 个需要处理`));
  if (past > 0) parts.push(say(`${past} past the end`, `${past} 个已到期`));
  const ends = keys.flatMap(({ key, level }) =>
    key?.notAfterMs === undefined || level === 'failure' ? [] : [key],
  );
  const next = ends.sort((a, b) => (a.notAfterMs ?? 0) - (b.notAfterMs ?? 0))[0];
  if (next?.notAfterMs !== undefined) {
    const days = Math.floor((next.notAfterMs - nowMs) / DAY_MS);
    const time = isoTime(next.notAfterMs);
    parts.push(
      say(
        `the next to end is ${next.name}, in ${days} days (${time})`,
        `最先到期的是 ${next.name}，还有 ${days} 天（${time}）`,
      ),
    );
  }
  return ok('keys', say(`${parts.join('; ')}.`, `${parts.join('；')}。`));
}
