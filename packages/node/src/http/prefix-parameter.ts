import { isCanonicalPrefix, isCanonicalSuffix } from '@touchmark/codec';
import { Type } from 'typebox';
import { codecDetails } from '../problems/codec-words.ts';
import { ProblemError } from '../problems/problem.ts';

export const PrefixParameter = Type.String({
  description: 'A prefix such as 88.118.8.',
  examples: ['88.118.8'],
});

/** Canonical form of a prefix from a path. Throws ProblemError IDENTIFIER_PREFIX. */
export function readPrefixParameter(text: string): string {
  const prefix = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (isCanonicalPrefix(prefix)) return prefix;
  throw new ProblemError('IDENTIFIER_PREFIX', {
    details: codecDetails(
      'IDENTIFIER_PREFIX',
      'A prefix is 1 to 16 labels joined by dots; a label is 1 to 32 of a-z 0-9, with - or _ inside it.',
    ),
  });
}

/** Checks a cursor of a list: a suffix as `next` gave it. Throws ProblemError PARAMETER_INVALID. */
export function readSuffixCursor(after: string | undefined): string | undefined {
  if (after === undefined || isCanonicalSuffix(after)) return after;
  throw new ProblemError('PARAMETER_INVALID', {
    details: {
      en: 'after must be a suffix in its canonical form, percent-encoded once more as part of a query.',
      zh: 'after 须为规范形式的后缀，并作为查询的一部分再做一次百分号编码。',
    },
  });
}
