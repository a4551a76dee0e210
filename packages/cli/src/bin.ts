/** The process that `touchmark` runs in. */
import { openHost } from './host.ts';
import { main } from './main.ts';

process.exitCode = await main(process.argv.slice(2), openHost());
