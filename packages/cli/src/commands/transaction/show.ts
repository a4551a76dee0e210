import { decodeTransactionContent, encodeHex } from '@touchmark/codec';
import { missingSigners } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { readInput } from '../../files/read-input.ts';
import { isoTime, plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { MAX_TRANSACTION_FILE_BYTES } from '../../transaction/limits.ts';
import { paramsToJson } from '../../transaction/params-to-json.ts';
import { readTransaction, type TransactionFile } from '../../transaction/read-transaction.ts';

function describe(file: TransactionFile) {
  const content =
    file.kind === 'signed'
      ? file.signed.content
      : decodeTransactionContent(file.partial.contentBytes);
  const { id } = file.kind === 'signed' ? file.signed : file.partial;
  const missing = file.kind === 'signed' ? [] : missingSigners(file.partial);
  return {
    transaction: encodeHex(id),
    chainId: content.chainId,
    expires: isoTime(content.expiresAtMs),
    signers: content.signers.map(encodeHex),
    missing: missing.map(encodeHex),
    actions: content.actions.map(({ type, params }) => ({ type, params: paramsToJson(params) })),
  };
}

export const command = defineCommand({
  path: 'transaction show',
  summary: 'Show what a transaction would do and who has signed it, offline',
  examples: ['touchmark transaction show t.transaction --json'],
  arguments: { file: required('FILE', 'transaction, signed or not; - for standard input', text) },
  options: {},
  async run(context, { file }) {
    const shown = describe(
      readTransaction(await readInput(context, file, MAX_TRANSACTION_FILE_BYTES)),
    );
    context.output.result(shown, () =>
      textTable([
        ['transaction', shown.transaction],
        ['network', shown.chainId],
        ['expires', shown.expires],
        ...shown.signers.map((signer) => [
          'signer',
          `${signer}${shown.missing.includes(signer) ? '  has not signed' : ''}`,
        ]),
        ...shown.actions.map(({ type, params }) => [
          'action',
          `${type} ${plain(JSON.stringify(params))}`,
        ]),
      ]),
    );
  },
});
