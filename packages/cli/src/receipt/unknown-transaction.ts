import { SdkError } from '@touchmark/sdk';

/** Not proven: a transaction may still come, so that the node does not know it means little. */
export function unknownTransaction(id: string): SdkError {
  return new SdkError(
    'SDK_OUTCOME_UNKNOWN',
    `The node knows no transaction ${id}. It may still come into a block: ask again, or submit it again.`,
  );
}
