/** The state holds something that this program never wrote: not a refusal, a reason to stop. */
export class StateFormatError extends Error {
  readonly code = 'LEDGER_STATE_FORMAT';

  constructor(what: string) {
    super(`the state does not hold ${what} where one must be; run a scrub, restore from a backup`);
    this.name = 'StateFormatError';
  }
}
