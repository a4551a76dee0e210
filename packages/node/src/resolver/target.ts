import {
  canonicalizeIdentifier,
  checkPrefixBytes,
  checkSuffixBytes,
  IdentifierError,
} from '@touchmark/codec';
import type { AsOf } from '@touchmark/engine';
import { parseAsOf } from '../http/as-of.ts';
import { codecDetails } from '../problems/codec-words.ts';
import { ProblemError } from '../problems/problem.ts';

/** What a resolution asks for. */
export interface ResolveTarget {
  /** Canonical. */
  identifier: string;
  proof: boolean;
  asOf?: AsOf;
}

/** Longest identifier in the path, percent-encoding of every byte included. */
const MAX_PATH_LENGTH = 1_600;
const MAX_QUERY_LENGTH = 256;
const SLASH = 0x2f;

/** First byte of the naming module's keys in the state. */
export const NAMING_KEY = 0x20;
const scratch = new Uint8Array(MAX_PATH_LENGTH + 1);
scratch[0] = NAMING_KEY;

/** True if `url[start, end)` is a canonical identifier as it stands. One pass, no allocation. */
function isCanonical(url: string, start: number, end: number): boolean {
  if (end - start > MAX_PATH_LENGTH) return false;
  let slash = 0;
  for (let at = start; at < end; at++) {
    const unit = url.charCodeAt(at);
    if (unit >= 0x80) return false;
    if (unit === SLASH && slash === 0) slash = at - start;
    scratch[at - start + 1] = unit;
  }
  return (
    slash > 0 &&
    checkPrefixBytes(scratch, 1, slash + 1) &&
    checkSuffixBytes(scratch, slash + 2, end - start + 1)
  );
}

function refuse(
  code: 'PATH_ENCODING_INVALID' | 'PARAMETER_INVALID',
  en: string,
  zh: string,
): never {
  throw new ProblemError(code, { details: { en, zh } });
}

/**
 * Identifier from a path that is not canonical as it stands: upper-case prefixes, raw UTF-8 and needless
 * percent-encoding are forgiven; what two servers could read differently is not.
 *
 * `raw` has one character per byte received.
 */
export function identifierOfPath(raw: string): string {
  if (raw.length > MAX_PATH_LENGTH) {
    refuse(
      'PATH_ENCODING_INVALID',
      `The path is longer than ${MAX_PATH_LENGTH} bytes.`,
      `路径超过 ${MAX_PATH_LENGTH} 字节。`,
    );
  }
  if (/%2f/i.test(raw)) {
    refuse(
      'PATH_ENCODING_INVALID',
      'Write the slashes of an identifier as they are, not as %2F.',
      '标识中的斜杠请照原样书写，不要写成 %2F。',
    );
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(raw)) {
    refuse(
      'PATH_ENCODING_INVALID',
      'Each % must be followed by two hexadecimal digits.',
      '每个 % 之后须有两位十六进制数字。',
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(raw, 'latin1'),
    );
  } catch {
    refuse('PATH_ENCODING_INVALID', 'The path is not UTF-8.', '路径不是有效的 UTF-8。');
  }
  return canonicalIdentifier(text);
}

/** Canonical form of an identifier from a client; a ProblemError with the codec's code if it has none. */
export function canonicalIdentifier(text: string): string {
  try {
    return canonicalizeIdentifier(text);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    throw new ProblemError(error.code, {
      details: codecDetails(error.code, error.message),
      cause: error,
    });
  }
}

function readSwitch(name: string, value: string): boolean {
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  return refuse('PARAMETER_INVALID', `${name} must be 1 or 0.`, `${name} 须为 1 或 0。`);
}

function readQuery(query: string, target: ResolveTarget): ResolveTarget {
  if (query.length > MAX_QUERY_LENGTH)
    refuse('PARAMETER_INVALID', 'The query is too long.', '查询字符串过长。');
  const seen = new Set<string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '1' : part.slice(equals + 1);
    if (seen.has(name)) refuse('PARAMETER_INVALID', 'A parameter is given twice.', '参数重复。');
    seen.add(name);
    if (name === 'proof') target.proof = readSwitch(name, value);
    else if (name === 'at') target.asOf = parseAsOf(value);
    else
      refuse(
        'PARAMETER_INVALID',
        'The parameters here are proof and at.',
        '此处的参数只有 proof 和 at。',
      );
  }
  return target;
}

/**
 * Reads the identifier and the parameters that follow a route in a request's URL. Throws ProblemError.
 * Written for speed: this runs for every resolution.
 */
export function readTarget(url: string, route: string): ResolveTarget {
  // Proxies may send the absolute form (RFC 9112 §3.2.2), where the route comes later.
  const at = url.startsWith(route) ? 0 : url.indexOf(route);
  // The router knew the route although letters of it are percent-encoded.
  if (at < 0)
    refuse('PATH_ENCODING_INVALID', `Write ${route} as it is.`, `${route} 请照原样书写。`);
  const start = at + route.length;
  const question = url.indexOf('?', start);
  const end = question < 0 ? url.length : question;
  const identifier = isCanonical(url, start, end)
    ? url.slice(start, end)
    : identifierOfPath(url.slice(start, end));
  const target: ResolveTarget = { identifier, proof: false };
  return question < 0 ? target : readQuery(url.slice(question + 1), target);
}
