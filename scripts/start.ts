/** What `npm start` runs: the command line's `start`, with the example that lies in examples/. */
import { resolve } from 'node:path';
import { openHost, runCommands, startCommand } from '@touchmark/cli';
import { hierarchyExample } from '../examples/hierarchy/index.ts';

const checkout = resolve(import.meta.dirname, '..');
const command = startCommand(hierarchyExample(), checkout);
const words = ['start', ...process.argv.slice(2)];
process.exitCode = await runCommands([command], words, openHost(), 'npm start -- --help');
