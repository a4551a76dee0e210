import { UsageError } from '../command/usage-error.ts';

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Rows of a CSV text (RFC 4180): quotes, doubled quotes, line breaks inside quotes; a leading BOM
 * is dropped.
 */
export function* csvRows(text: string, path: string): Generator<CsvRow> {
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startedAt = 1;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character === '\n') line += 1;
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else if (character === '\r' && text[at + 1] === '\n') {
      // The line break follows.
    } else if (character === '\n') {
      yield { line: startedAt, cells: [...cells, cell] };
      cells = [];
      cell = '';
      line += 1;
      startedAt = line;
    } else cell += character;
  }
  if (quoted)
    throw new UsageError(`${path}: the quote that is opened in line ${startedAt} is never closed.`);
  if (cell !== '' || cells.length > 0) yield { line: startedAt, cells: [...cells, cell] };
}
