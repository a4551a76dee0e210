import type { Language } from '../output/language.ts';
import type { Output } from '../output/output.ts';

/** All that a command knows of the world around it. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly language: Language;
  /**
   * From now on an interrupt (SIGINT, SIGTERM) does not end the process but aborts this signal: for
   * commands that have something to finish.
   */
  readonly takeInterrupts: () => AbortSignal;
  /** Reads a line without showing it; undefined where there is no terminal to ask on. */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  /** Everything on standard input, for commands whose file argument is `-`. */
  readonly readInput: () => Promise<Uint8Array>;
}
