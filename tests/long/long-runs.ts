import { diskFull } from './disk-full.ts';
import { ioErrors } from './io-errors.ts';
import type { LongRun } from './long-run.ts';
import { powerCut } from './power-cut.ts';
import { sigkill } from './sigkill.ts';

export const LONG_RUNS: readonly LongRun[] = [sigkill, powerCut, diskFull, ioErrors];
