import { encodeHex } from '@touchmark/codec';
import type {
  VerifiedChangesAnswer,
  VerifiedEntriesAnswer,
  VerifiedFollowAnswer,
  VerifiedLifeAnswer,
  VerifiedRecord,
} from '@touchmark/verify';
import { timeText } from './plain.ts';
import { type Manner, recordText, shownIdentifier, vouchedText } from './record-text.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words.ts';

function versionText(record: VerifiedRecord, manner: Manner): string {
  const words = wordsOf(manner.language);
  const { height, timeMs } = record.updated;
  return `${recordText(record, manner)}\n${words.atBlock(height, timeText(timeMs))}`;
}

/** Every version of a record, newest first, for people. */
export function lifeText(answer: VerifiedLifeAnswer, manner: Manner): string {
  const words = wordsOf(manner.language);
  const versions = answer.versions.map((version) => versionText(version, manner));
  const absent = words.absent(shownIdentifier(answer.query.identifier));
  const shown = versions.length === 0 ? [absent] : versions;
  return [...shown, vouchedText(answer, manner)].join('\n\n');
}

/** Each step over aliases, for people. */
export function followText(answer: VerifiedFollowAnswer, manner: Manner): string {
  const words = wordsOf(manner.language);
  const steps = answer.steps.map((step) => recordText(step, manner));
  const end = {
    present: undefined,
    retired: undefined,
    absent: words.absent(shownIdentifier(answer.identifier)),
    'too-long': words.tooManyAliases(shownIdentifier(answer.identifier)),
  }[answer.outcome];
  const shown = end === undefined ? steps : [...steps, end];
  return [...shown, vouchedText(answer, manner)].join('\n\n');
}

/** What changed, a line for each block, for people. */
export function changesText(answers: readonly VerifiedChangesAnswer[], manner: Manner): string {
  const [first] = answers;
  const last = answers.at(-1);
  if (first === undefined || last === undefined) return '';
  const words = wordsOf(manner.language);
  const { prefix } = first.query;
  const blocks = answers.flatMap((answer) => answer.blocks);
  const rows = blocks.map(({ height, timeMs, suffixes }) => [
    words.atBlock(height, timeText(timeMs)),
    suffixes.map((suffix) => (suffix === '' ? words.prefixItself : suffix)).join(' '),
  ]);
  const table = rows.length === 0 ? [] : [textTable(rows)];
  const { from } = first.complete;
  const summary = words.changes(blocks.length, prefix, from, last.complete.to);
  return [...table, `${summary}\n${vouchedText(last, manner)}`].join('\n\n');
}

/** Entries of the state in hexadecimal. */
export function entriesText(answer: VerifiedEntriesAnswer, manner: Manner): string {
  const rows = answer.entries.map(({ key, value }) => [encodeHex(key), encodeHex(value)]);
  const table = rows.length === 0 ? [] : [textTable(rows)];
  return [...table, vouchedText(answer, manner)].join('\n\n');
}
