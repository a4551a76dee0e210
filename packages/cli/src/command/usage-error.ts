/** The command line, or a file named on it, can't be used as it is. Exit code 2. */
export class UsageError extends Error {
  readonly code: string;

  constructor(message: string, code = 'USAGE_INVALID') {
    super(message);
    this.name = 'UsageError';
    this.code = code;
  }
}
