import { encodeHex } from '@touchmark/codec';
import { describeRefusal, type Receipt } from '@touchmark/sdk';
import type { MadeProposal } from '../client/proposal-of.ts';
import { isoTime, plain, timeText } from './plain.ts';
import type { Manner } from './record-text.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words.ts';
import { statusText } from './labels.ts';

function detailsJson(details: Receipt['details']): object {
  const shown = Object.entries(details).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? encodeHex(value) : value,
  ]);
  return Object.fromEntries(shown);
}

export function receiptJson(receipt: Receipt): object {
  const { block, power } = receipt;
  return {
    transaction: receipt.transactionId,
    status: receipt.status,
    code: receipt.code,
    message: receipt.message,
    details: detailsJson(receipt.details),
    block: receipt.height,
    verified: {
      header: { block: block.height, time: isoTime(block.timeMs), hash: encodeHex(block.hash) },
      signers: receipt.signers.map((signer) => ({ ...signer, power: Number(signer.power) })),
      power: { signed: Number(power.signed), total: Number(power.total) },
    },
  };
}

export function receiptText(receipt: Receipt, manner: Manner, made?: MadeProposal): string {
  const words = wordsOf(manner.language);
  const { block, power, status } = receipt;
  const names = receipt.signers.map(({ name, address }) =>
    name === undefined ? address : `${plain(name)} (${address})`,
  );
  const refusal = (): string => describeRefusal(receipt.code, receipt.details, manner.language);
  const where = `${words.atBlockAlone(receipt.height)}, ${words.transaction(receipt.transactionId)}`;
  const outcome =
    status === 'done'
      ? [[manner.output.style('green', words.done), where]]
      : [
          [manner.output.style('red', words.refused), plain(refusal())],
          [words.written, where],
        ];
  return textTable([
    ...outcome,
    ...(made === undefined
      ? []
      : [[words.proposal, `${made.proposal}, ${plain(statusText(manner, made.proposalStatus))}`]]),
    [
      words.signedBy,
      `${names.join(', ')}: ${words.atBlock(block.height, timeText(block.timeMs))}, ` +
        words.power(String(power.signed), String(power.total)),
    ],
  ]);
}
