import {
  CborWriter,
  encodeHex,
  MAX_BUNDLE_TRANSACTIONS,
  decodeTransaction,
} from '@touchmark/codec';
import { defineCommand } from '../../command/definition.ts';
import { flag, oneOrMore, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { readInput } from '../../files/read-input.ts';
import { writeOutput } from '../../files/write-output.ts';
import { wordsOf } from '../../output/words.ts';
import { MAX_TRANSACTION_FILE_BYTES } from '../../transaction/limits.ts';
import { finishedTransaction, readTransaction } from '../../transaction/read-transaction.ts';

/** Head of a CBOR array or byte string. */
const HEAD_BYTES = 9;

export const command = defineCommand({
  path: 'transaction pack',
  summary: 'Write signed transactions as the HTTP interface takes them, offline',
  details:
    'What `transaction create` and `transaction sign` write goes around among signers; POST /v1/transactions takes the ' +
    'bare signed transaction. With --batch the file is what POST /v1/batches takes: a CBOR array of byte strings, each a ' +
    'signed transaction.',
  examples: [
    'touchmark transaction pack t.transaction --out transaction.cbor',
    'touchmark transaction pack one.transaction two.transaction --batch --out batch.cbor',
  ],
  arguments: { files: oneOrMore('FILE', 'transaction that everybody has signed', text) },
  options: {
    batch: flag('--batch', 'as a batch, of one or more transactions'),
    out: required('--out <file>', 'file to write', text),
  },
  async run(context, { files, batch, out }) {
    if (!batch && files.length > 1) {
      throw new UsageError('Several transactions are a batch: say --batch.');
    }
    if (files.length > MAX_BUNDLE_TRANSACTIONS) {
      throw new UsageError(`A batch holds at most ${MAX_BUNDLE_TRANSACTIONS} transactions.`);
    }
    const signed: Uint8Array[] = [];
    for (const file of files) {
      const bytes = await readInput(context, file, MAX_TRANSACTION_FILE_BYTES);
      signed.push(finishedTransaction(readTransaction(bytes)));
    }
    const packed = batch ? batchOf(signed) : (signed[0] ?? new Uint8Array(0));
    await writeOutput(out, packed);
    const transactions = signed.map((bytes) => encodeHex(decodeTransaction(bytes).id));
    context.output.result({ transactions, file: out }, () => transactions.join('\n'));
    context.output.talk(wordsOf(context.language).packed(out, batch));
  },
});

function batchOf(signed: readonly Uint8Array[]): Uint8Array {
  const size = signed.reduce((sum, { length }) => sum + length + HEAD_BYTES, HEAD_BYTES);
  const writer = new CborWriter(size).array(signed.length);
  for (const bytes of signed) writer.bytes(bytes);
  return writer.finish();
}
