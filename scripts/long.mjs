import { runScript } from './runtime.mjs';

process.exitCode = await runScript('tests/long/run.ts', process.argv.slice(2));
