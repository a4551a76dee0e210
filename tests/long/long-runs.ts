import { clockJumps } from './clock-jumps.ts';
import { diskFull } from './disk-full.ts';
import { flips } from './flips.ts';
import { ioErrors } from './io-errors.ts';
import type { LongRun } from './long-run.ts';
import { powerCut } from './power-cut.ts';
import { requests } from './requests.ts';
import { sigkill } from './sigkill.ts';
import { slowConnections } from './slow-connections.ts';

export const LONG_RUNS: readonly LongRun[] = [
  sigkill,
  powerCut,
  diskFull,
  ioErrors,
  flips,
  clockJumps,
  slowConnections,
  requests,
];
