import type { Action } from '@touchmark/codec';
import {
  actions as build,
  type Client,
  type Key,
  OutcomeUnknownError,
  type Receipt,
} from '@touchmark/sdk';
import { openClient } from '../client/open-client.ts';
import { type MadeProposal, proposalOf } from '../client/proposal-of.ts';
import { orRefusal } from '../client/refusal.ts';
import type { CommandContext } from '../command/context.ts';
import { optional, type ValuesOf, withDefault } from '../command/parameter.ts';
import { duration, text } from '../command/parse.ts';
import { chooseKey, keystoreDirectory, openKey } from '../keystore/keystore.ts';
import { passphraseFor } from '../keystore/passphrase.ts';
import { isoTime } from '../output/plain.ts';
import { receiptJson, receiptText } from '../output/receipt.ts';
import { wordsOf } from '../output/words.ts';
import { undecided } from '../receipt/unknown-transaction.ts';
import { passphraseSource, SIGNING_OPTIONS } from './keys.ts';
import { READING_OPTIONS } from './reading.ts';
import { inLanguage } from '../output/in-language.ts';

/** Options of every command that signs and sends a transaction. */
export const WRITING_OPTIONS = {
  ...READING_OPTIONS,
  ...SIGNING_OPTIONS,
  expiresIn: withDefault(
    '--expires-in <duration>',
    'refuse the transaction after this time, at most 1d',
    duration,
    '10m',
  ),
  wait: withDefault(
    '--wait <duration>',
    'wait so long for the block that has the transaction',
    duration,
    '30s',
  ),
  retryFor: withDefault(
    '--retry-for <duration>',
    'try again for so long while the node is away or busy',
    duration,
    '0s',
  ),
};

/** Options of commands that do what the constitution governs. */
export const GOVERNED_OPTIONS = {
  ...WRITING_OPTIONS,
  propose: optional(
    '--propose <title>',
    'make a proposal of it, and vote for it, where a vote decides',
    text,
  ),
};

type WritingValues = ValuesOf<typeof WRITING_OPTIONS>;

export async function openSigningKey(
  context: CommandContext,
  values: ValuesOf<typeof SIGNING_OPTIONS>,
): Promise<Key> {
  const directory = keystoreDirectory(values.keystore);
  const { name, notAfterMs } = await chooseKey(directory, values.key);
  if (notAfterMs !== undefined && notAfterMs < Date.now()) {
    context.output.warn(
      inLanguage(
        context,
        `The key "${name}" is past its end, ${isoTime(notAfterMs)}. Replace it.`,
        `密钥 "${name}" 已于 ${isoTime(notAfterMs)} 到期，请更换。`,
      ),
    );
  }
  return openKey(directory, name, await passphraseFor(context, passphraseSource(values), name));
}

/** A client whose transactions the chosen key signs. */
export async function openWritingClient(
  context: CommandContext,
  values: WritingValues,
): Promise<Client> {
  const key = await openSigningKey(context, values);
  return openClient(context, values, { signers: [key], retryForMs: values.retryFor });
}

/** Sends actions as one transaction and prints its proven receipt. @throws LedgerRefusal. */
export async function sendAndReport(
  context: CommandContext,
  client: Client,
  actions: readonly Action[],
  values: WritingValues & { readonly propose?: string | undefined },
  votedOn?: () => Promise<MadeProposal | undefined>,
): Promise<Receipt> {
  const { propose: title } = values;
  const sent = title === undefined ? actions : [build.propose({ title, actions, vote: 'yes' })];
  const onRetry = (error: Error, pauseMs: number): void =>
    context.output.talk(wordsOf(context.language).again(error.message, Math.ceil(pauseMs / 1000)));
  const onWaiting = (id: string, leftMs: number): void =>
    context.output.talk(wordsOf(context.language).undecided(id, Math.ceil(leftMs / 1000)));
  const options = { expiresInMs: values.expiresIn, waitMs: values.wait, onRetry, onWaiting };
  const receipt = await orRefusal(context.language, () => client.send(sent, options)).catch(
    (error: unknown): never => {
      if (!(error instanceof OutcomeUnknownError)) throw error;
      throw undecided(error.transactionId, values.url);
    },
  );
  const isProposed = sent.some(({ type }) => type === 'governance.propose');
  const made = isProposed ? await proposalOf(values.url, receipt.transactionId) : await votedOn?.();
  context.output.result({ ...receiptJson(receipt), ...made }, () =>
    receiptText(receipt, context, made),
  );
  return receipt;
}
