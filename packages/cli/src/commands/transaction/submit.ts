import { openClient } from '../../client/open-client.ts';
import { LedgerRefusal } from '../../client/refusal.ts';
import { defineCommand } from '../../command/definition.ts';
import { required, withDefault } from '../../command/parameter.ts';
import { duration, text } from '../../command/parse.ts';
import { readInput } from '../../files/read-input.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { receiptJson, receiptText } from '../../output/receipt.ts';
import { wordsOf } from '../../output/words.ts';
import { MAX_TRANSACTION_FILE_BYTES } from '../../transaction/limits.ts';
import { finishedTransaction, readTransaction } from '../../transaction/read-transaction.ts';

export const command = defineCommand({
  path: 'transaction submit',
  summary: 'Submit a signed transaction and wait for its receipt',
  details:
    'Submitting the same transaction again is always safe: it is done once, and gives the same receipt.',
  examples: ['touchmark transaction submit t.transaction'],
  arguments: { file: required('FILE', 'transaction that everybody has signed', text) },
  options: {
    retryFor: withDefault(
      '--retry-for <duration>',
      'try again for so long while the node is away or busy',
      duration,
      '0s',
    ),
    wait: withDefault(
      '--wait <duration>',
      'wait so long for the block that has the transaction',
      duration,
      '30s',
    ),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const file = readTransaction(await readInput(context, values.file, MAX_TRANSACTION_FILE_BYTES));
    const bytes = finishedTransaction(file);
    const client = await openClient(context, values, { retryForMs: values.retryFor });
    const onWaiting = (id: string, leftMs: number): void =>
      context.output.talk(wordsOf(context.language).undecided(id, Math.ceil(leftMs / 1000)));
    const receipt = await client.submit(bytes, { waitMs: values.wait, onWaiting });
    if (receipt.status === 'refused') throw new LedgerRefusal(receipt, context.language);
    context.output.result(receiptJson(receipt), () => receiptText(receipt, context));
  },
});
