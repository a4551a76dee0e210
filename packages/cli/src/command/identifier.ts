import { canonicalizeIdentifier, confusableWarning, isCanonicalPrefix } from '@touchmark/codec';
import type { CommandContext } from './context.ts';
import type { Parse } from './parameter.ts';
import { inLanguage } from '../output/in-language.ts';

/** An identifier as people type it, in canonical form. */
export const identifier: Parse<string> = (given) => canonicalizeIdentifier(given);

/** A prefix as people type it: letters fold to lower case. */
export const prefix: Parse<string> = (given) => {
  const folded = given.toLowerCase();
  if (isCanonicalPrefix(folded)) return folded;
  throw new RangeError(`must be a prefix such as 88.118.8, not "${given}".`);
};

/** Says so when an identifier mixes scripts that are easily taken for one another. */
export function warnOfConfusables(context: CommandContext, canonical: string): void {
  const warning = confusableWarning(canonical);
  if (warning !== undefined)
    context.output.warn(
      inLanguage(context, `Careful: ${warning}`, `注意：标识含易混淆的字符（${warning}）`),
    );
}
