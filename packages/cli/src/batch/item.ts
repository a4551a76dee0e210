import type { GivenValue } from '../values/value.ts';

/** One identifier to register, with the line that it stands on. */
export interface BatchItem {
  readonly line: number;
  readonly prefix: string;
  readonly suffix: string;
  readonly values: readonly GivenValue[];
}
