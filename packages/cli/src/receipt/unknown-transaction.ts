import { SdkError } from '@touchmark/sdk';

/** Not proven: a transaction may still come, so that the node does not know it means little. */
export function unknownTransaction(id: string): SdkError {
  return new SdkError(
    'SDK_OUTCOME_UNKNOWN',
    `The node knows no transaction ${id}. It may still come into a block: ask again, or submit it again.`,
  );
}

/** This command keeps no bytes to send again: what it sent may still come, and to do it anew could do it twice. */
export function undecided(id: string, url: string): SdkError {
  return new SdkError(
    'SDK_OUTCOME_UNKNOWN',
    `Nobody knows yet whether transaction ${id} is in a block. It may still come until it expires, so do not make ` +
      `another one before you have looked: touchmark receipt show ${id} --url ${url} --wait 1m. Why nothing is decided: ` +
      `touchmark network doctor --node ${url}`,
  );
}
