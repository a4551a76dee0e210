/** A rule of the model said no; the code is all that it says. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'Refused';
    this.code = code;
  }
}

export function refuse(code: string): never {
  throw new Refused(code);
}

export function demand(holds: boolean, code: string): asserts holds {
  if (!holds) throw new Refused(code);
}

/** What the code of a refusal is, or OK. Any other exception is a fault of the model. */
export function codeOf(run: () => void): string {
  try {
    run();
    return 'OK';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}
