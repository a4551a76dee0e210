/**
 * Opens one crash state after the other. Reads lines `FOLDER COUNT`, COUNT being how many promises
 * (of the file that is the argument) must hold, and answers each with `ok` or with what is wrong.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisesIn, proveStore } from '../prove-promises.ts';

const promises = [...promisesIn(readFileSync(process.argv[2] ?? '', 'utf8'))];

for await (const line of createInterface({ input: process.stdin })) {
  const [folder = '', count] = line.split(' ');
  try {
    await proveStore(folder, new Map(promises.slice(0, Number(count))));
    console.log('ok');
  } catch (error) {
    const { message } = error instanceof Error ? error : { message: String(error) };
    console.log(`wrong: ${message.split('\n')[0]}`);
  }
}
