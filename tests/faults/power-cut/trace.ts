/** Reading what strace wrote (`-f -xx`): system calls with the moments at which they began and ended. */

export interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: number;
  /** Number of the line on which it began, and of the one on which it ended. */
  readonly start: number;
  readonly end: number;
}

const WHOLE = /^(\d+) +(\w+)\((.*)\) += (-?\d+)/;
const BEGUN = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)/;

interface Begun {
  readonly name: string;
  readonly args: string;
  readonly start: number;
}

/** Calls in the order in which they began. One that never ended has no end, and may have had any effect. */
export function parseTrace(text: string): Call[] {
  const calls: Call[] = [];
  const begun = new Map<string, Begun>();
  for (const [line, content] of text.split('\n').entries()) {
    const whole = WHOLE.exec(content);
    if (whole !== null) {
      const [, , name = '', args = '', result] = whole;
      calls.push({ name, args, result: Number(result), start: line, end: line });
      continue;
    }
    const first = BEGUN.exec(content);
    if (first !== null) {
      const [, thread = '', name = '', args = ''] = first;
      begun.set(thread, { name, args, start: line });
      continue;
    }
    const rest = RESUMED.exec(content);
    if (rest === null) continue;
    const [, thread = '', name = '', args = '', result] = rest;
    const before = begun.get(thread);
    if (before?.name !== name) throw new Error(`line ${line}: ${name} ends and never began`);
    begun.delete(thread);
    const { start } = before;
    calls.push({ name, args: before.args + args, result: Number(result), start, end: line });
  }
  for (const { name, args, start } of begun.values()) {
    calls.push({ name, args, result: 0, start, end: Infinity });
  }
  return calls.sort((left, right) => left.start - right.start);
}

const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;

/** The strings among the arguments, as bytes. */
export function stringsOf(args: string): Buffer[] {
  return Array.from(args.matchAll(STRING), ([, body = '']) =>
    Buffer.from(body.replaceAll('\\x', ''), 'hex'),
  );
}

/** The arguments that are not strings, split at commas. */
export function plainArguments(args: string): string[] {
  return args
    .replaceAll(STRING, '""')
    .split(',')
    .map((part) => part.trim());
}
