import type { CommandContext } from '../command/context.ts';
import type { Finding } from './finding.ts';

/** As wide as each other in their language. */
const MARKS = {
  en: { ok: 'ok     ', warning: 'warning', failure: 'FAILURE' },
  zh: { ok: '正常', warning: '警告', failure: '故障' },
} as const;

/** A finding as a line, and what to do about it on the next one. */
export function lineOf({ output, language }: CommandContext, finding: Finding): string {
  const { check, level, detail, advice } = finding;
  const mark = {
    ok: output.style('green', MARKS[language].ok),
    warning: output.style('yellow', MARKS[language].warning),
    failure: output.style('red', MARKS[language].failure),
  }[level];
  const what = `${mark}  ${output.style('bold', check)}: ${detail}`;
  return advice === undefined ? what : `${what}\n         → ${advice}`;
}
