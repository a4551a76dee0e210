// `npm run network`: several organizations' nodes on this machine, replicated by CometBFT.
import { runScript } from './runtime.mjs';

process.exitCode = await runScript('scripts/network.ts', process.argv.slice(2));
