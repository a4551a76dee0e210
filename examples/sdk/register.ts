/**
 * Registers two items in one transaction and keeps the proof of one of them:
 * `node examples/sdk/register.ts URL GENESIS KEY-FILE PASSPHRASE-FILE PREFIX`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { connect, decryptKey, publicValue } from '@touchmark/sdk';

const [url = '', genesisFile = '', keyFile = '', passphraseFile = '', prefix = ''] =
  process.argv.slice(2);
const passphrase = (await readFile(passphraseFile, 'utf8')).trim();
const key = await decryptKey(await readFile(keyFile, 'utf8'), passphrase);
const network = await connect({
  url,
  trust: { genesis: await readFile(genesisFile) },
  signers: [key],
});

const batch = `SDK${Date.now()}`;
const entries = [1, 2].map((number) => ({
  suffix: `${batch}-${number}`,
  values: [publicValue({ index: 1, type: 'URL', data: `https://example.com/${batch}/${number}` })],
}));
const receipt = await network.register({ prefix, entries });
console.log(`${receipt.status} in block ${receipt.height}, proven by ${receipt.signers.length}`);

const { bytes, verified } = await network.prove(`${prefix}/${batch}-1`);
const file = `${batch}.answer`;
await writeFile(file, bytes);
console.log(`${verified.status}: ${file} proves it to anybody who has the genesis file`);
