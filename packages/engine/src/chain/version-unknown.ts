import type { UnknownVersion } from '@touchmark/ledger';
import { VersionUnknownError } from '@touchmark/ledger';
import { EngineError } from '../engine-error.ts';

/** The next block goes by rules that this software does not have. */
export function versionUnknown(unknown: UnknownVersion): EngineError {
  const cause = new VersionUnknownError(unknown);
  return new EngineError('ENGINE_VERSION_UNKNOWN', cause.message, { cause });
}
