import { familyOf, isProblemCode, PROBLEMS, type ProblemCode } from './catalogue.ts';
import type { Language } from './language.ts';

/** A problem as RFC 9457 §3 has it, with our stable `code` and whatever else the kind of problem carries. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Id of the request; the log lines about it carry it too. */
  instance: string;
  code: string;
  [extension: string]: unknown;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

interface ProblemOptions {
  /** What happened this time and what to do. Default: what can be done about such problems. */
  details?: Readonly<Record<Language, string>>;
  headers?: Record<string, string>;
  /** Further members of the problem, such as `proof`. */
  extensions?: Record<string, unknown>;
  /** For codes that are not of this package; their family has a title and a usual status. */
  status?: number;
  cause?: unknown;
}

/** Thrown by handlers; answered as problem+json. `code` is a key of PROBLEMS or comes from the ledger or a codec. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: Record<Language, string>;
  readonly details: Readonly<Record<Language, string>>;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, unknown>;

  constructor(code: ProblemCode | (string & {}), options: ProblemOptions = {}) {
    const kind = isProblemCode(code) ? PROBLEMS[code] : familyOf(code);
    const details = options.details ?? kind.fix;
    super(details.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.status = options.status ?? kind.status;
    this.title = kind;
    this.details = details;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

export function renderProblem(error: ProblemError, language: Language, instance: string): Problem {
  return {
    type: `/problems/${error.code}`,
    title: error.title[language],
    status: error.status,
    detail: error.details[language],
    instance,
    code: error.code,
    ...error.extensions,
  };
}
