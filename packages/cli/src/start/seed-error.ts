/** The ledger refused a part of the example. */
export class SeedError extends Error {
  readonly code = 'START_SEED_REFUSED';

  constructor(what: string, refusal: string) {
    super(
      `The example could not be registered (${what}): ${refusal} Start over with --fresh, or in another directory.`,
    );
    this.name = 'SeedError';
  }
}
