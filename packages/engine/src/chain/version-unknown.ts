import { type UnknownVersion, VersionUnknownError } from '@touchmark/ledger';
import { EngineError } from '../engine-error.ts';

/** The next block goes by rules that this software does not have. */
export function versionUnknown(unknown: UnknownVersion): EngineError {
  return new EngineError('ENGINE_VERSION_UNKNOWN', new VersionUnknownError(unknown).message);
}
