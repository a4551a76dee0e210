import type { Configuration } from '@touchmark/node';
import type { JsonObject } from '../files/json-object.ts';
import type { Language } from '../output/language.ts';

/** What a doctor looks at. */
export interface Subject {
  /** Of what is found. */
  readonly language: Language;
  readonly directory: string;
  /** Undefined where the settings can't be used. */
  readonly configuration: Configuration | undefined;
  readonly configurationProblems: readonly string[];
  /** Keystore directories that the operator uses. */
  readonly keystores: readonly string[];
  /** Process that uses the data directory. */
  readonly isRunning: boolean;
  /** What the running node says about itself. */
  readonly status: JsonObject | undefined;
  readonly nowMs: number;
}
