// `npm start`: sets up what is needed, then starts a one-process network with an example in it.
import { runScript } from './runtime.mjs';

process.exitCode = await runScript('scripts/start.ts', process.argv.slice(2));
