import type { Client } from '@touchmark/sdk';
import { optional } from '../command/parameter.ts';
import { wholeNumber } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';
import { MAX_UINT32 } from '../values/value.ts';

/** The version that a record or prefix must be at; otherwise the one read right before. */
export const VERSION_OPTION = {
  expectedVersion: optional(
    '--expected-version <number>',
    'version that it must be at',
    wholeNumber(1, MAX_UINT32),
    { otherwise: 'the version read' },
  ),
};

/** The version given, or that of the record now, retired or not. */
export async function recordVersion(
  client: Client,
  identifier: string,
  given: number | undefined,
): Promise<number> {
  if (given !== undefined) return given;
  const { record } = await client.resolve(identifier);
  if (record !== undefined) return record.version;
  throw new UsageError(`${identifier} is not registered.`);
}

/** The version given, or that of the prefix now. The ledger checks it, so it need not be proven. */
export async function prefixVersion(
  client: Client,
  prefix: string,
  given: number | undefined,
): Promise<number> {
  return given ?? (await client.prefixUnverified(prefix)).version;
}
