/**
 * Registers items in transactions of their own, many in one request, and says what became of each:
 * `node examples/sdk/submit-many.ts URL GENESIS KEY-FILE PASSPHRASE-FILE PREFIX [COUNT]`
 */
import { readFile } from 'node:fs/promises';
import {
  actions,
  connect,
  createTransaction,
  decryptKey,
  publicValue,
  signTransaction,
} from '@touchmark/sdk';

const [url = '', genesisFile = '', keyFile = '', passphraseFile = '', prefix = '', count = '10'] =
  process.argv.slice(2);
if (prefix === '') {
  console.error(
    'usage: node examples/sdk/submit-many.ts URL GENESIS KEY-FILE PASSPHRASE-FILE PREFIX [COUNT]',
  );
  process.exit(2);
}
const passphrase = (await readFile(passphraseFile, 'utf8')).trim();
const key = await decryptKey(await readFile(keyFile, 'utf8'), passphrase);
const network = await connect({ url, trust: { genesis: await readFile(genesisFile) } });

const series = `SM${Date.now()}`;
const signed = await Promise.all(
  Array.from({ length: Number(count) }, (_, number) => {
    const data = `https://example.com/${series}/${number}`;
    const values = [publicValue({ index: 1, type: 'URL', data })];
    const entries = [{ suffix: `${series}-${number}`, values }];
    const transaction = createTransaction({
      chainId: network.chainId,
      actions: [actions.register({ prefix, entries })],
      signers: [key],
    });
    return signTransaction(transaction, [key]);
  }),
);

// These bytes can be submitted again whatever happens: each is done once.
const outcomes = await network.submitAll(signed);
for (const { transactionId, receipt, error } of outcomes) {
  const end =
    receipt === undefined ? error.message : `${receipt.status} in block ${receipt.height}`;
  console.log(`${transactionId}  ${end}`);
}
process.exitCode = outcomes.every(({ receipt }) => receipt?.status === 'done') ? 0 : 1;
