/** What a script can rely on; docs/cli.md explains each. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  absent: 3,
  unproven: 4,
  unreachable: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: readonly { code: ExitCode; meaning: string }[] = [
  { code: EXIT.done, meaning: 'done' },
  {
    code: EXIT.failed,
    meaning: 'anything else: refused by the ledger, not permitted, out of space',
  },
  { code: EXIT.usage, meaning: 'wrong usage: a flag, an argument or an input file' },
  {
    code: EXIT.absent,
    meaning:
      'proven absent: the identifier was never registered, is retired, or was not there at that time',
  },
  {
    code: EXIT.unproven,
    meaning:
      'a proof, a signature or a check of stored data does not hold: do not use the answer, the file, or the store',
  },
  { code: EXIT.unreachable, meaning: 'the node is not reachable, or overloaded: try again later' },
];
