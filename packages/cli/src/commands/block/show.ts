import { fetchJson } from '../../client/fetch-json.ts';
import { openClient } from '../../client/open-client.ts';
import { listField, textField } from '../../client/read-field.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { wholeNumber } from '../../command/parse.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { isoTime, plain, timeText } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { labelOf } from '../../output/labels.ts';

export const command = defineCommand({
  path: 'block show',
  summary: 'Show a block: its header, who signed it, what became of its transactions',
  details:
    'Header and signatures are verified. The list of transactions is as the node tells it; ' +
    '`receipt show` proves what became of each.',
  examples: ['touchmark block show 12'],
  arguments: { height: required('BLOCK', 'its number', wholeNumber(1, Number.MAX_SAFE_INTEGER)) },
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const block = await fetchJson(values.url, `/v1/blocks/${values.height}`, values.timeout);
    const header = await client.header(values.height);
    const { height, hash, root, timeMs, signers, power } = header;
    const receipts = listField(block, 'receipts');
    const shown = {
      block: height,
      time: isoTime(timeMs),
      hash,
      previousRoot: root,
      signers: signers.map((signer) => ({ ...signer, power: Number(signer.power) })),
      power: { signed: Number(power.signed), total: Number(power.total) },
      // As the node tells it; what stands above was verified.
      receipts: receipts.map((receipt) => ({ ...receipt, proven: false })),
    };
    context.output.result(shown, () =>
      textTable([
        [labelOf(context, 'block'), String(shown.block)],
        [labelOf(context, 'time'), timeText(timeMs)],
        [labelOf(context, 'hash'), shown.hash],
        [labelOf(context, 'root before'), shown.previousRoot],
        ...signers.map(({ name, address }) => [
          labelOf(context, 'signed by'),
          name === undefined ? address : `${plain(name)} (${address})`,
        ]),
        ...receipts.map((receipt) => [
          labelOf(context, 'transaction, not proven'),
          `${textField(receipt, 'transaction')}  ${textField(receipt, 'code')}`,
        ]),
      ]),
    );
  },
});
