import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { duration, text } from '../../command/parse.ts';
import { writeOutput } from '../../files/write-output.ts';
import { transactionId } from '../../options/transaction.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { receiptJson, receiptText } from '../../output/receipt.ts';
import { savedTrust } from '../../output/saved-trust.ts';
import { wordsOf } from '../../output/words.ts';
import { unknownTransaction } from '../../receipt/unknown-transaction.ts';

export const command = defineCommand({
  path: 'receipt prove',
  summary: 'Save the receipt of a transaction with its proof',
  details: 'Anybody can check the file offline with `touchmark verify` and the genesis file.',
  examples: [
    'touchmark receipt prove 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9 --out receipt.bin',
  ],
  arguments: { id: required('TRANSACTION', 'its id: 64 hexadecimal digits', transactionId) },
  options: {
    out: required('--out <file>', 'file to write', text),
    wait: withDefault(
      '--wait <duration>',
      'wait so long for a transaction that is in no block yet',
      duration,
      '0s',
    ),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const client = await openClient(context, values);
    const receipt = await client.receipt(values.id, { waitMs: values.wait });
    if (receipt === undefined) throw unknownTransaction(values.id);
    await writeOutput(values.out, receipt.bytes);
    const size = receipt.bytes.length;
    context.output.result({ file: values.out, bytes: size, ...receiptJson(receipt) }, () =>
      receiptText(receipt, context),
    );
    context.output.talk(
      wordsOf(context.language).saved(values.out, size, savedTrust(client, values)),
    );
  },
});
