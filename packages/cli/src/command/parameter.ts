import { UsageError } from './usage-error.ts';

/** What the command line holds for one parameter: nothing, a switch, a text, or several. */
export type Given = undefined | boolean | string | readonly string[];

/**
 * An argument or option of a command: how it is written, what it means, and how its text becomes a
 * value.
 */
export interface Parameter<T> {
  /** `--url <url>` for options, `ID` for arguments. */
  readonly flags: string;
  readonly description: string;
  readonly required: boolean;
  readonly repeated: boolean;
  /** What holds when it is not given, in words. */
  readonly otherwise?: string;
  readonly read: (given: Given, environment: NodeJS.ProcessEnv) => T;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type ValuesOf<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<infer T> ? T : never;
};

export type Parse<T> = (text: string) => T;

interface Facts {
  readonly environment?: string;
  readonly otherwise?: string;
}

function parseNamed<T>(flags: string, parse: Parse<T>, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${nameOf(flags)}: ${reason}`, stableCodeOf(error));
  }
}

/** `--url` of `--url <url>`; arguments as they are. */
function nameOf(flags: string): string {
  return flags.split(' ')[0] ?? flags;
}

/**
 * The code of an error of ours, such as IDENTIFIER_EMPTY; the runtime's own errors have none that
 * is stable.
 */
function stableCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[A-Z]+_[A-Z_]+$/.test(code) && !code.startsWith('ERR_')
    ? code
    : undefined;
}

function textOf(
  given: Given,
  environment: NodeJS.ProcessEnv,
  variable?: string,
): string | undefined {
  if (typeof given === 'string') return given;
  const fallback = variable === undefined ? undefined : environment[variable];
  return fallback === '' ? undefined : fallback;
}

const anyText: Parse<string> = (text) => text;

/** A switch: true when given. */
export function flag(flags: string, description: string): Parameter<boolean> {
  return { flags, description, required: false, repeated: false, read: (given) => given === true };
}

export function optional(flags: string, description: string): Parameter<string | undefined>;
export function optional<T>(
  flags: string,
  description: string,
  parse: Parse<T>,
  facts?: Facts,
): Parameter<T | undefined>;
/** A value that may be missing. */
export function optional(
  flags: string,
  description: string,
  parse: Parse<unknown> = anyText,
  facts: Facts = {},
): Parameter<unknown> {
  const read = (given: Given, environment: NodeJS.ProcessEnv): unknown => {
    const text = textOf(given, environment, facts.environment);
    return text === undefined ? undefined : parseNamed(flags, parse, text);
  };
  return { flags, description, required: false, repeated: false, ...otherwise(facts), read };
}

/** A value with a default, which is parsed like anything given. */
export function withDefault<T>(
  flags: string,
  description: string,
  parse: Parse<T>,
  fallback: string,
  facts: Facts = {},
): Parameter<T> {
  const words =
    facts.environment === undefined ? fallback : `$${facts.environment}, else ${fallback}`;
  const read = (given: Given, environment: NodeJS.ProcessEnv): T =>
    parseNamed(flags, parse, textOf(given, environment, facts.environment) ?? fallback);
  return { flags, description, required: false, repeated: false, otherwise: words, read };
}

/** A value that must be given. Commander refuses its absence before `read` is called. */
export function required<T>(flags: string, description: string, parse: Parse<T>): Parameter<T> {
  const read = (given: Given): T => {
    if (typeof given !== 'string') throw new UsageError(`${flags} is missing.`);
    return parseNamed(flags, parse, given);
  };
  return { flags, description, required: true, repeated: false, read };
}

/** A value that may be given several times; none gives an empty list. */
export function repeated<T>(flags: string, description: string, parse: Parse<T>): Parameter<T[]> {
  const read = (given: Given): T[] =>
    Array.isArray(given) ? given.map((text) => parseNamed(flags, parse, String(text))) : [];
  return { flags, description, required: false, repeated: true, read };
}

/** As `repeated`, but at least one must be given. */
export function oneOrMore<T>(flags: string, description: string, parse: Parse<T>): Parameter<T[]> {
  return { ...repeated(flags, description, parse), required: true };
}

function otherwise(facts: Facts): { otherwise?: string } {
  if (facts.otherwise !== undefined) return { otherwise: facts.otherwise };
  return facts.environment === undefined ? {} : { otherwise: `$${facts.environment}` };
}
