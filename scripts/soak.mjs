// `npm run test:soak -- [--minutes 60] [--seed 1]`: faults of real processes, for hours.
import { runScript } from './runtime.mjs';

process.exitCode = await runScript('tests/cluster/faults/soak.ts', process.argv.slice(2));
