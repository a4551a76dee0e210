/**
 * Resolves an identifier and lists its prefix, trusting nothing but a genesis file:
 * `node examples/sdk/resolve.ts URL GENESIS IDENTIFIER`
 */
import { readFile } from 'node:fs/promises';
import { connect } from '@touchmark/sdk';

const [url = 'http://127.0.0.1:8080', genesisFile = '.touchmark/genesis.json', identifier = ''] =
  process.argv.slice(2);
const network = await connect({ url, trust: { genesis: await readFile(genesisFile) } });

const answer = await network.resolve(identifier);
if (answer.status === 'present') {
  for (const { index, type, data } of answer.record.values) console.log(index, type, data);
} else {
  console.log(`${identifier} is proven ${answer.status}`);
}

let count = 0;
for await (const record of network.list(identifier.split('/')[0] ?? '')) {
  if (record.identifier.length > 0) count += 1;
}
console.log(`${count} records under its prefix, proven complete`);
