import { runScript } from './runtime.mjs';

process.exitCode = await runScript('tests/simulate/run.ts', process.argv.slice(2));
