import { EXIT, type ExitCode } from '../exit-code.ts';

export type Level = 'ok' | 'warning' | 'failure';

/** What was looked at, how it is, and what to do about it. */
export interface Finding {
  /** Stable name, such as `disk.free`. */
  readonly check: string;
  readonly level: Level;
  readonly detail: string;
  /** What to do; only where something is to be done. */
  readonly advice?: string;
  /** A key of a keystore; those that are well are told together. */
  readonly key?: { readonly name: string; readonly notAfterMs?: number };
  /** What a failure makes the command return; else 1. */
  readonly exitCode?: ExitCode;
}

export function ok(check: string, detail: string): Finding {
  return { check, level: 'ok', detail };
}

export function warning(check: string, detail: string, advice: string): Finding {
  return { check, level: 'warning', detail, advice };
}

export function failure(
  check: string,
  detail: string,
  advice: string,
  exitCode: ExitCode = EXIT.failed,
): Finding {
  return { check, level: 'failure', detail, advice, exitCode };
}

/** What does not hold weighs most, then what does not answer. */
const WEIGHT: readonly ExitCode[] = [EXIT.unproven, EXIT.unreachable, EXIT.usage, EXIT.failed];

export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  const codes = findings.filter(({ level }) => level === 'failure').map(({ exitCode }) => exitCode);
  return WEIGHT.find((code) => codes.includes(code)) ?? EXIT.done;
}
