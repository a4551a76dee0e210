// `npm test`: brings the checkout into a state in which everything can be checked, then checks it.
// Plain JavaScript, because it must start under whatever Node the host has.
import { runScript } from './runtime.mjs';

process.exitCode = await runScript('scripts/check.ts', process.argv.slice(2));
