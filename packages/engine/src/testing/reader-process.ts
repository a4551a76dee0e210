/** A process that reads a chain store while another one writes it: one command a line, one answer a line. */
import { createInterface } from 'node:readline';
import { openChainReader } from '../chain/open-chain-reader.ts';

const reader = await openChainReader({ directory: process.argv[2] ?? '' });

function answer(command: string, argument: string): string {
  if (command === 'height') return String(reader.latest().height);
  if (command === 'record') return Buffer.from(reader.recordAnswer(argument)).toString('base64');
  if (command === 'receipt') {
    const proof = reader.receiptProof(Buffer.from(argument, 'hex'));
    return proof === undefined ? 'none' : Buffer.from(proof).toString('base64');
  }
  return `unknown command ${command}`;
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', argument = ''] = line.split(' ');
  console.log(answer(command, argument));
}
await reader.close();
