import { type Client, ProblemError, type ProvenPage } from '@touchmark/sdk';
import { equalBytes } from '@touchmark/codec';
import { openClient } from '../client/open-client.ts';
import type { CommandContext } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { prefix } from '../command/identifier.ts';
import { optional, required } from '../command/parameter.ts';
import { text, wholeNumber } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { writeOutput } from '../files/write-output.ts';
import { READING_OPTIONS } from '../options/reading.ts';
import { listJson } from '../output/record-json.ts';
import { listText } from '../output/record-text.ts';
import { savedTrust } from '../output/saved-trust.ts';
import { wordsOf } from '../output/words.ts';
import { inLanguage } from '../output/in-language.ts';

const PAGE_SIZE = 500;
/** Most records that a node proves in one answer. */
const MAX_PAGE_SIZE = 1_000;
/**
 * A list of several pages is one list only if all of them prove the same state: it is read again if
 * that changed.
 */
const ROUNDS = 3;

interface Wanted {
  readonly prefix: string;
  readonly after: string | undefined;
  readonly limit: number | undefined;
}

async function readPages(
  context: CommandContext,
  client: Client,
  wanted: Wanted,
): Promise<ProvenPage[]> {
  const { after, limit = Number.MAX_SAFE_INTEGER } = wanted;
  const pageSize = limit <= MAX_PAGE_SIZE ? limit : PAGE_SIZE;
  const pages: ProvenPage[] = [];
  let count = 0;
  for await (const page of client.listPages(wanted.prefix, { after: after ?? null, pageSize })) {
    pages.push(page);
    count += page.records.length;
    context.output.progress(String(count));
    if (count >= limit) break;
  }
  return pages;
}

function isOneState(pages: readonly ProvenPage[]): boolean {
  const [first] = pages;
  return pages.every(
    ({ block }) => first === undefined || equalBytes(block.root, first.block.root),
  );
}

/**
 * Pages of one and the same state where that can be had: on a busy ledger it may change on each
 * reading.
 */
async function readList(
  context: CommandContext,
  client: Client,
  wanted: Wanted,
): Promise<ProvenPage[]> {
  let pages = await readPages(context, client, wanted);
  for (let round = 1; round < ROUNDS && !isOneState(pages); round += 1) {
    pages = await readPages(context, client, wanted);
  }
  if (!isOneState(pages)) {
    context.output.warn(
      inLanguage(
        context,
        'The ledger changed while the list was read: each page is proven complete, but for different blocks.',
        '读取列表期间账本有变更：每页均已证明完整，但对应不同区块。',
      ),
    );
  }
  return pages;
}

/** An empty list is proven, but looks the same whether the prefix is delegated or misspelt. */
async function warnOfUndelegated(
  { output, language }: CommandContext,
  client: Client,
  wanted: string,
): Promise<void> {
  try {
    await client.prefixUnverified(wanted);
  } catch (error) {
    const isAbsent = error instanceof ProblemError && error.code === 'PREFIX_ABSENT';
    if (isAbsent) output.warn(wordsOf(language).undelegated(wanted));
  }
}

export const command = defineCommand({
  path: 'list',
  summary: 'List the identifiers under a prefix, proven complete',
  details:
    'Prints the records directly under the prefix, retired ones included, in the bytewise order ' +
    'of their suffixes. That none is left out is proven as well. With --out the proof is saved ' +
    'for `touchmark verify`; one answer holds at most 1,000 records, so that needs --limit.',
  examples: [
    'touchmark list 88.118.8 --json',
    'touchmark list 88.118.8 --limit 20 --after JXDY2606020',
  ],
  arguments: { prefix: required('PREFIX', 'prefix, such as 88.118.8', prefix) },
  options: {
    after: optional('--after <suffix>', 'begin after this suffix', text),
    limit: optional('--limit <number>', 'at most so many', wholeNumber(1, 1_000_000), {
      otherwise: 'all',
    }),
    out: optional('--out <file>', 'save the proven answer; with --limit of at most 1000', text),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    if (values.out !== undefined && (values.limit ?? Number.POSITIVE_INFINITY) > MAX_PAGE_SIZE) {
      throw new UsageError(
        `One answer holds at most ${MAX_PAGE_SIZE} records: give --limit with --out.`,
      );
    }
    const client = await openClient(context, values);
    const pages = await readList(context, client, values);
    context.output.result(listJson(pages, values.prefix), () => listText(pages, context));
    const last = pages.at(-1);
    const words = wordsOf(context.language);
    if (last?.more === true && last.complete.last !== null)
      context.output.talk(words.more(last.complete.last));
    const [first] = pages;
    if (pages.every(({ records }) => records.length === 0)) {
      await warnOfUndelegated(context, client, values.prefix);
    }
    if (values.out !== undefined && first !== undefined) {
      await writeOutput(values.out, first.bytes);
      context.output.talk(words.saved(values.out, first.bytes.length, savedTrust(client, values)));
    }
    return EXIT.done;
  },
});
