import { SdkError } from '../sdk-error.ts';

/** The time is up, and nobody can say whether a transaction is in a block. */
export class OutcomeUnknownError extends SdkError {
  /** By which its receipt can be asked for later. */
  readonly transactionId: string;

  constructor(transactionId: string, cause: unknown) {
    super(
      'SDK_OUTCOME_UNKNOWN',
      `Nobody knows yet whether transaction ${transactionId} is in a block. Submit the same bytes ` +
        'again: it is done once, however often it is sent.',
      { cause },
    );
    this.name = 'OutcomeUnknownError';
    this.transactionId = transactionId;
  }
}
