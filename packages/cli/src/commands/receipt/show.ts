import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { duration } from '../../command/parse.ts';
import { transactionId } from '../../options/transaction.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { unknownTransaction } from '../../receipt/unknown-transaction.ts';
import { receiptJson, receiptText } from '../../output/receipt.ts';

export const command = defineCommand({
  path: 'receipt show',
  summary: 'Show what became of a transaction, proven',
  details:
    'A transaction that the ledger refused has a receipt too: it says why. Neither is an error here.',
  examples: [
    'touchmark receipt show 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
  ],
  arguments: { id: required('TRANSACTION', 'its id: 64 hexadecimal digits', transactionId) },
  options: {
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
    context.output.result(receiptJson(receipt), () => receiptText(receipt, context));
  },
});
