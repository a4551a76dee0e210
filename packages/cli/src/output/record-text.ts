import { displayIdentifier, encodeHex } from '@touchmark/codec';
import type {
  RecordValue,
  VerifiedListAnswer,
  VerifiedRecord,
  VerifiedRecordAnswer,
} from '@touchmark/verify';
import type { Language } from './language.ts';
import type { Output } from './output.ts';
import { plain, timeText } from './plain.ts';
import { permissionsText, type Vouched } from './record-json.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words.ts';

const ORDINARY_PERMISSIONS = 0b1110;

/** How a command shows things to people. */
export interface Manner {
  readonly language: Language;
  readonly output: Output;
}

function dataText({ data }: RecordValue, manner: Manner): string {
  if (data.kind === 'text') return plain(data.text);
  if (data.kind === 'bytes') return `0x${encodeHex(data.bytes)}`;
  const words = wordsOf(manner.language);
  return manner.output.style('dim', words.restricted(encodeHex(data.digest)));
}

function valueRow(value: RecordValue, manner: Manner): string[] {
  const isOrdinary = value.permissions === ORDINARY_PERMISSIONS;
  const permissions = isOrdinary ? '' : `  [${permissionsText(value.permissions)}]`;
  return [
    `  ${value.index}`,
    value.type,
    dataText(value, manner) + manner.output.style('dim', permissions),
  ];
}

export function shownIdentifier(identifier: string): string {
  const display = displayIdentifier(identifier);
  return display === identifier ? identifier : `${identifier} (${plain(display)})`;
}

function recordHeading(record: VerifiedRecord, manner: Manner): string {
  const words = wordsOf(manner.language);
  const { output } = manner;
  const status =
    record.status === 'active'
      ? output.style('green', words.active)
      : output.style('red', words.retired);
  const facts = [status, words.version(record.version), words.heldBy(record.holder)];
  return `${output.style('bold', shownIdentifier(record.identifier))}  ${facts.join(', ')}`;
}

export function recordText(record: VerifiedRecord, manner: Manner): string {
  const words = wordsOf(manner.language);
  const lines = [recordHeading(record, manner)];
  if (record.reason !== null) lines.push(`  ${words.reason(plain(record.reason))}`);
  if (record.values.length > 0)
    lines.push(textTable(record.values.map((value) => valueRow(value, manner))));
  return lines.join('\n');
}

/** Who vouches for it: state, header, signers. */
export function vouchedText(
  vouched: Vouched,
  manner: Manner,
  before: readonly string[][] = [],
): string {
  const words = wordsOf(manner.language);
  const { block, power } = vouched;
  const names = vouched.signers.map(({ name, address }) =>
    name === undefined ? address : `${plain(name)} (${address})`,
  );
  const header = words.atBlock(block.height, timeText(block.timeMs));
  return textTable([
    ...before,
    [words.proven, words.stateAfter(block.height - 1, encodeHex(block.root), vouched.chainId)],
    [
      words.signedBy,
      `${names.join(', ')}: ${header}, ${words.power(String(power.signed), String(power.total))}`,
    ],
  ]);
}

function whenText(answer: VerifiedRecordAnswer, manner: Manner): string | undefined {
  const { query } = answer;
  if (query.kind === 'record-at-block') return wordsOf(manner.language).block(query.height);
  return query.kind === 'record-at-time' ? `(${timeText(query.timeMs)})` : undefined;
}

function absentText(answer: VerifiedRecordAnswer, manner: Manner): string {
  const words = wordsOf(manner.language);
  const identifier = manner.output.style('bold', shownIdentifier(answer.query.identifier));
  const when = whenText(answer, manner);
  const lines = [
    when === undefined ? words.absent(identifier) : words.absentThen(identifier, when),
  ];
  const later = answer.registeredLater;
  if (later !== undefined) lines.push(words.registeredLater(later.height, timeText(later.timeMs)));
  return `${lines.join('\n')}\n\n${vouchedText(answer, manner)}`;
}

/** What is proven about one identifier, for people. */
export function recordAnswerText(answer: VerifiedRecordAnswer, manner: Manner): string {
  const { record } = answer;
  if (record === undefined) return absentText(answer, manner);
  const words = wordsOf(manner.language);
  const when = whenText(answer, manner);
  const { height, timeMs } = record.updated;
  const written = [
    words.atBlock(height, timeText(timeMs)),
    words.transaction(encodeHex(record.transactionId)),
  ].join(', ');
  const asOf = when === undefined ? [] : [words.asOf(when)];
  const parts = [[recordText(record, manner), ...asOf].join('\n')];
  parts.push(vouchedText(answer, manner, [[words.written, written]]));
  return parts.join('\n\n');
}

/** One line a record: identifier, status, version, first value. */
export function listText(answers: readonly VerifiedListAnswer[], manner: Manner): string {
  const words = wordsOf(manner.language);
  const records = answers.flatMap((answer) => answer.records);
  const rows = records.map((record) => [
    shownIdentifier(record.identifier),
    record.status === 'active' ? words.active : words.retired,
    words.version(record.version),
    record.values
      .slice(0, 2)
      .map((value) => dataText(value, manner))
      .join('  '),
  ]);
  const first = answers[0];
  const last = answers.at(-1);
  if (first === undefined || last === undefined) return '';
  const { prefix } = first.query;
  const end = last.more ? last.complete.last : null;
  const parts = rows.length === 0 ? [] : [textTable(rows)];
  const summary = words.listed(records.length, prefix, first.complete.after, end);
  parts.push(`${summary}\n${vouchedText(last, manner)}`);
  return parts.join('\n\n');
}
