import type { Parse } from './parameter.ts';

/** Parsers of command-line texts. Each throws an Error whose message completes "--flag: …". */

export const text: Parse<string> = (given) => {
  if (given === '') throw new RangeError('is empty; give a text.');
  return given;
};

export function wholeNumber(minimum: number, maximum: number): Parse<number> {
  return (given) => {
    const value = Number(given);
    if (!/^\d+$/.test(given) || value < minimum || value > maximum) {
      throw new RangeError(`must be a whole number from ${minimum} to ${maximum}, not "${given}".`);
    }
    return value;
  };
}

export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Parse<Choice> {
  return (given) => {
    const found = choices.find((choice) => choice === given);
    if (found === undefined)
      throw new RangeError(`must be one of ${choices.join(', ')}, not "${given}".`);
    return found;
  };
}

/** The address of a node. A trailing slash goes. */
export const nodeUrl: Parse<string> = (given) => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new RangeError(
      `must be an http or https address such as http://127.0.0.1:8080, not "${given}".`,
    );
  }
  return url.href.replace(/\/+$/, '');
};

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `30s`, `10m`, `2h`, `1d`. @returns milliseconds. */
export const duration: Parse<number> = (given) => {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(given);
  const unitMs = UNITS_MS[match?.[2] ?? ''];
  if (match === null || unitMs === undefined) {
    throw new RangeError(`must be a duration such as 500ms, 30s, 10m, 2h or 1d, not "${given}".`);
  }
  return Number(match[1]) * unitMs;
};

/**
 * `2027-01-31`, the end of that day, or a time such as 2027-01-31T09:30:00Z. @returns milliseconds
 * since 1970.
 */
export const pointInTime: Parse<number> = (given) => {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(given);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(given);
  const timeMs = isDay ? Date.parse(`${given}T23:59:59Z`) : isTime ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new RangeError(
    `must be a date such as 2027-01-31, or a time with its zone, not "${given}".`,
  );
};

/** The same of a beginning: `2027-01-31` is the start of that day. */
export const startInTime: Parse<number> = (given) =>
  pointInTime(/^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00:00Z` : given);

/** Several words in one text, separated by commas. */
export function listOf<T>(parse: Parse<T>): Parse<T[]> {
  return (given) => given.split(',').map((item) => parse(item.trim()));
}
