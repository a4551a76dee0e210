import type { RecordValue } from '@touchmark/ledger';
import type { CommandContext } from '../command/context.ts';
import { repeated, optional, type ValuesOf } from '../command/parameter.ts';
import { text, wholeNumber } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';
import { readInput } from '../files/read-input.ts';
import { parseJsonValues } from '../values/parse-json-values.ts';
import { parseShortValue, type UnnumberedValue } from '../values/parse-value.ts';
import { MAX_UINT32, parsePermissions, RESTRICTED_PERMISSIONS } from '../values/value.ts';

const MAX_VALUES_FILE_BYTES = 1024 * 1024;

/** How the values of a record are given. */
export const VALUE_OPTIONS = {
  value: repeated(
    '--value <type=text>',
    'a public value; INDEX:TYPE=TEXT gives its index',
    parseShortValue,
  ),
  secret: repeated(
    '--secret <type=text>',
    'a value that only the holder can read; everybody sees its salted hash',
    parseShortValue,
  ),
  values: optional(
    '--values <file>',
    'values as JSON, as `resolve --json` prints them; - for standard input',
    text,
  ),
  ttl: optional(
    '--ttl <seconds>',
    'how long resolvers may keep the values of --value and --secret',
    wholeNumber(0, MAX_UINT32),
    {
      otherwise: '86400',
    },
  ),
  permissions: optional(
    '--permissions <digits>',
    'of the values of --value: admin read, admin write, public read, public write',
    parsePermissions,
    { otherwise: '1110' },
  ),
};

type GivenValues = ValuesOf<typeof VALUE_OPTIONS>;

function withFacts(
  value: UnnumberedValue,
  { ttl, permissions }: Pick<GivenValues, 'ttl' | 'permissions'>,
): UnnumberedValue {
  return {
    ...value,
    ttlSeconds: ttl ?? value.ttlSeconds,
    permissions: permissions ?? value.permissions,
  };
}

async function valuesOfFile(context: CommandContext, path: string): Promise<RecordValue[]> {
  const bytes = await readInput(context, path, MAX_VALUES_FILE_BYTES);
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} is not JSON: ${reason}`);
  }
  return parseJsonValues(document, path);
}

/** All values that the options give, not numbered yet. Secrets are not salted yet. */
export async function givenValues(
  context: CommandContext,
  given: GivenValues,
): Promise<UnnumberedValue[]> {
  const fromFile = given.values === undefined ? [] : await valuesOfFile(context, given.values);
  const open = given.value.map((value) => withFacts(value, given));
  const restricted = given.secret.map((value) =>
    withFacts(value, { ttl: given.ttl, permissions: RESTRICTED_PERMISSIONS }),
  );
  return [...fromFile, ...open, ...restricted];
}
