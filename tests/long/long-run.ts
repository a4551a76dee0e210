/** A long run of the fault programme: too long for `npm test`, which has a short form of each. */
export interface LongRun {
  /** File under bench/results. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly about: string;
  /**
   * @param say prints a line of progress.
   * @param scale 1 for the numbers that the programme promises; less for a try.
   */
  readonly run: (say: (text: string) => void, scale: number) => Promise<Outcome>;
}

export interface Outcome {
  /** Whether everything that was promised held. */
  readonly passed: boolean;
  readonly figures: Readonly<Record<string, unknown>>;
}
