import type { Action } from '@touchmark/codec';
import { actions as build, type Client, type Key, type Receipt } from '@touchmark/sdk';
import { openClient } from '../client/open-client.ts';
import { proposalOf } from '../client/proposal-of.ts';
import { orRefusal } from '../client/refusal.ts';
import type { CommandContext } from '../command/context.ts';
import { optional, type ValuesOf, withDefault } from '../command/parameter.ts';
import { duration, text } from '../command/parse.ts';
import { chooseKey, keystoreDirectory, openKey } from '../keystore/keystore.ts';
import { passphraseFor } from '../keystore/passphrase.ts';
import { isoTime } from '../output/plain.ts';
import { receiptJson, receiptText } from '../output/receipt.ts';
import { passphraseSource, SIGNING_OPTIONS } from './keys.ts';
import { READING_OPTIONS } from './reading.ts';

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
    context.output.warn(`The key "${name}" is past its end, ${isoTime(notAfterMs)}. Replace it.`);
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
): Promise<Receipt> {
  const { propose: title } = values;
  const sent = title === undefined ? actions : [build.propose({ title, actions, vote: 'yes' })];
  const onRetry = (error: Error, pauseMs: number): void =>
    context.output.talk(`${error.message} Trying again in ${Math.ceil(pauseMs / 1000)} s.`);
  const options = { expiresInMs: values.expiresIn, onRetry };
  const receipt = await orRefusal(context.language, () => client.send(sent, options));
  const isProposed = sent.some(({ type }) => type === 'governance.propose');
  const made = isProposed ? await proposalOf(values.url, receipt.transactionId) : undefined;
  context.output.result({ ...receiptJson(receipt), ...made }, () =>
    receiptText(receipt, context, made),
  );
  return receipt;
}
