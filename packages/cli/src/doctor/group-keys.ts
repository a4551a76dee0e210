import { isoTime } from '../output/plain.ts';
import { type Finding, ok } from './finding.ts';

const DAY_MS = 86_400_000;

/**
 * Findings as people read them: keys that are well make one line together, at the place of the first; whatever needs
 * something done keeps its own.
 */
export function groupKeys(findings: readonly Finding[], nowMs: number): Finding[] {
  const keys = findings.filter(({ key }) => key !== undefined);
  if (keys.length < 2) return [...findings];
  const summary = summaryOf(keys, nowMs);
  const first = keys[0];
  return findings.flatMap((finding) => {
    const own = finding.key === undefined || finding.level !== 'ok' ? [finding] : [];
    return finding === first ? [summary, ...own] : own;
  });
}

function summaryOf(keys: readonly Finding[], nowMs: number): Finding {
  const count = (level: Finding['level']): number =>
    keys.filter((finding) => finding.level === level).length;
  const past = count('failure');
  const parts = [`${keys.length - past} keys can be used`];
  const soon = count('warning');
  if (soon > 0) parts.push(`${soon} of them ${soon === 1 ? 'needs' : 'need'} attention`);
  if (past > 0) parts.push(`${past} past the end`);
  const ends = keys.flatMap(({ key, level }) =>
    key?.notAfterMs === undefined || level === 'failure' ? [] : [key],
  );
  const next = ends.sort((a, b) => (a.notAfterMs ?? 0) - (b.notAfterMs ?? 0))[0];
  if (next?.notAfterMs !== undefined) {
    const days = Math.floor((next.notAfterMs - nowMs) / DAY_MS);
    const time = isoTime(next.notAfterMs);
    parts.push(`the next to end is ${next.name}, in ${days} days (${time})`);
  }
  return ok('keys', `${parts.join('; ')}.`);
}
