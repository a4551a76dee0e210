import type { CommandContext } from '../command/context.ts';
import type { Finding } from './finding.ts';

/** A finding as a line, and what to do about it on the next one. */
export function lineOf({ output }: CommandContext, finding: Finding): string {
  const { check, level, detail, advice } = finding;
  const mark = {
    ok: output.style('green', 'ok     '),
    warning: output.style('yellow', 'warning'),
    failure: output.style('red', 'FAILURE'),
  }[level];
  const what = `${mark}  ${output.style('bold', check)}: ${detail}`;
  return advice === undefined ? what : `${what}\n         → ${advice}`;
}
