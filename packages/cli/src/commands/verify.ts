import { CborReader, MAX_GENESIS_BYTES } from '@touchmark/codec';
import {
  BUNDLED_RECEIPT_TAG,
  createVerifier,
  DEFAULT_TRUST_PERIOD_MS,
  RECEIPT_TAG,
  type Trust,
  VerifyError,
} from '@touchmark/verify';
import type { CommandContext } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { optional, required } from '../command/parameter.ts';
import { duration, text } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { readInput } from '../files/read-input.ts';
import { answerJson, answerText } from '../output/answer.ts';
import { receiptJson, receiptText } from '../output/receipt.ts';
import { receiptOf } from '../output/verified-receipt.ts';
import { decodeTrustedHeader } from '../trust/trusted-header-file.ts';

/** A list of ten thousand records of the largest size would be larger; nobody makes one. */
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;
/** With as many validators as CometBFT takes. */
const MAX_HEADER_FILE_BYTES = 1024 * 1024;
const MAX_PATH_BYTES = 64 * 1024 * 1024;

async function trustOf(
  context: CommandContext,
  genesis: string | undefined,
  header: string | undefined,
): Promise<Trust> {
  if (genesis !== undefined && header === undefined) {
    return { genesis: await readInput(context, genesis, MAX_GENESIS_BYTES) };
  }
  if (header !== undefined && genesis === undefined) {
    const bytes = await readInput(context, header, MAX_HEADER_FILE_BYTES);
    return { header: decodeTrustedHeader(new TextDecoder().decode(bytes), header) };
  }
  throw new UsageError('Say what to trust: either --genesis FILE or --trusted-header FILE.');
}

/**
 * A genesis file that can't be read is wrong usage, not a proof that does not hold. What is no
 * answer at all may be another file.
 */
function asUsage(error: unknown): unknown {
  if (error instanceof VerifyError && error.code === 'VERIFY_MALFORMED') {
    const question = 'Is this the file that `touchmark prove` wrote?';
    return new VerifyError(error.code, `${error.message} ${question}`, { cause: error });
  }
  const isTrust = error instanceof VerifyError && error.code === 'VERIFY_TRUST_INVALID';
  return isTrust ? new UsageError(error.message, 'USAGE_GENESIS_INVALID') : error;
}

export const command = defineCommand({
  path: 'verify',
  summary: 'Check an answer, or a receipt, offline',
  details:
    'Needs the answer and a genesis file (or a header that you trust), nothing else: no node, no ' +
    'network. Says record, block and signers. Exit code 3: proven absent or retired. Exit code ' +
    '4: do not use the answer. However old what is trusted may be, a kept answer holds; whether keys ' +
    'that were given up since have signed it is not told. With --max-age it is: then what is ' +
    'trusted must be younger than the trust period.',
  examples: [
    'touchmark verify answer.bin --genesis genesis.json',
    'touchmark verify answer.bin --trusted-header header.json --max-age 10m',
  ],
  arguments: {
    answer: required(
      'FILE',
      'the answer, as `touchmark prove` saved it; - for standard input',
      text,
    ),
  },
  options: {
    genesis: optional('--genesis <file>', 'genesis file of the network'),
    trustedHeader: optional(
      '--trusted-header <file>',
      'a header that you trust, instead of the genesis file',
    ),
    trustPath: optional(
      '--trust-path <file>',
      'how the validators changed since, as `touchmark trust path` saved it',
    ),
    maxAge: optional(
      '--max-age <duration>',
      'refuse answers whose header is older, as 10m or 1d',
      duration,
    ),
    trustPeriod: optional(
      '--trust-period <duration>',
      'how old what is trusted may be; else 30 days with --max-age, and any age without',
      duration,
    ),
  },
  async run(context, { answer, genesis, trustedHeader, trustPath, maxAge, trustPeriod }) {
    const trust = await trustOf(context, genesis, trustedHeader);
    const path =
      trustPath === undefined ? undefined : await readInput(context, trustPath, MAX_PATH_BYTES);
    const bytes = await readInput(context, answer, MAX_ANSWER_BYTES);
    const verifier = orUsage(() => createVerifier(trust, { path }));
    const clock = {
      nowMs: Date.now(),
      trustPeriodMs: trustPeriod ?? (maxAge === undefined ? Infinity : DEFAULT_TRUST_PERIOD_MS),
      ...(maxAge === undefined ? {} : { maxAgeMs: maxAge }),
    };
    if (isReceipt(bytes)) {
      const receipt = receiptOf(
        orUsage(() => verifier.verifyReceipt(bytes, clock)),
        bytes,
      );
      context.output.result(receiptJson(receipt), () => receiptText(receipt, context));
      return EXIT.done;
    }
    const verified = orUsage(() => verifier.verifyAnswer(bytes, clock));
    context.output.result(answerJson(verified), () => answerText(verified, context));
    return verified.status === 'absent' || verified.status === 'retired' ? EXIT.absent : EXIT.done;
  },
});

/** Both kinds of file say what they are in their first text. */
function isReceipt(bytes: Uint8Array): boolean {
  try {
    const reader = new CborReader(bytes);
    reader.array();
    return [RECEIPT_TAG, BUNDLED_RECEIPT_TAG].includes(reader.text());
  } catch {
    // Whatever is wrong with the bytes, the check of an answer says it.
    return false;
  }
}

function orUsage<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw asUsage(error);
  }
}
