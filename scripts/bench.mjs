// `npm run bench [-- --only NAME] [--quick]`. Plain JavaScript, so that it starts under whatever Node the host has.
import { runScript } from './runtime.mjs';

process.exitCode = await runScript('bench/run.ts', process.argv.slice(2));
