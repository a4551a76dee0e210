import { relative, resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
import { shellWord } from '../output/shell-word.ts';
import type { Example } from './example.ts';

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return shellWord(fromHere !== '' && !fromHere.startsWith('..') ? fromHere : path);
}

/**
 * What is said when the network serves: where it is, and one line each to resolve, verify and
 * register.
 */
export function invitation(url: string, directory: string, example: Example): string {
  const genesis = shortest(resolve(directory, FILES.genesis));
  const keys = shortest(resolve(directory, FILES.keys));
  const registration = example.registrations[0];
  const prefix = registration?.prefix ?? '';
  const identifier = `${prefix}/${registration?.entries[0]?.suffix ?? ''}`;
  const made = `${prefix}/HELLO-$(date +%s)`;
  return [
    '',
    `Touchmark runs: a network of one process with an example in it, in ${shortest(directory)}.`,
    '',
    `  Documentation of the interface  ${url}/docs`,
    `  Genesis file, for verifying     ${url}/v1/genesis`,
    `  Numbers of the network          ${url}/v1/statistics`,
    '',
    'Resolve an identifier:',
    `  npx touchmark resolve ${identifier} --url ${url}`,
    'Verify an answer offline:',
    `  npx touchmark prove ${identifier} --url ${url} --out answer.bin && npx touchmark verify answer.bin --genesis ${genesis}`,
    'Register a new one:',
    `  npx touchmark register ${made} --value URL=https://example.com --url ${url} --keystore ${keys} --key ${registration?.by ?? ''}`,
    '',
    'Ctrl+C stops it; everything is kept. `npm start -- --fresh` starts over.',
  ].join('\n');
}
