import type { RecordValue } from '@touchmark/ledger';
import { canonicalizeIdentifier } from '@touchmark/codec';
import { UsageError } from '../command/usage-error.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { parseJsonValues } from '../values/parse-json-values.ts';
import { parseShortValue } from '../values/parse-value.ts';
import { numberValues } from '../values/value.ts';
import { csvRows } from './csv.ts';
import type { BatchItem } from './item.ts';

export type BatchFormat = 'ndjson' | 'csv';

export function formatOf(path: string): BatchFormat {
  return path.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson';
}

/**
 * Reads and checks every line before anything is sent. Throws UsageError naming the first bad line.
 */
export function readItems(text: string, format: BatchFormat, path: string): BatchItem[] {
  const items = [...(format === 'csv' ? csvItems(text, path) : ndjsonItems(text, path))];
  if (items.length === 0) throw new UsageError(`${path} holds no identifiers.`);
  const seen = new Map<string, number>();
  for (const { identifier, line } of items) {
    const before = seen.get(identifier);
    if (before !== undefined) {
      throw new UsageError(
        `${path}: ${identifier} stands in line ${before} and in line ${line}. Keep one.`,
      );
    }
    seen.set(identifier, line);
  }
  return items;
}

function* ndjsonItems(text: string, path: string): Generator<BatchItem> {
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue;
    const where = `${path}, line ${index + 1}`;
    const { identifier, values } = parseJsonObject(content) ?? {};
    if (typeof identifier !== 'string') {
      const example =
        '{"identifier": "88.118.8/X1", "values": [{"type": "URL", "data": "https://…"}]}';
      throw new UsageError(`${where} is not a JSON object with an identifier, such as ${example}`);
    }
    yield itemOf(index + 1, identifier, parseJsonValues(values, where), where);
  }
}

/**
 * First column `identifier`; every other column is a type, or `INDEX:TYPE`. Empty cells give no
 * value.
 */
function* csvItems(text: string, path: string): Generator<BatchItem> {
  let header: readonly string[] | undefined;
  for (const { line, cells } of csvRows(text, path)) {
    const where = `${path}, line ${line}`;
    if (header === undefined) {
      header = checkHeader(cells, where);
      continue;
    }
    if (cells.length === 1 && cells[0] === '') continue;
    if (cells.length !== header.length) {
      throw new UsageError(`${where} has ${cells.length} cells, the first line ${header.length}.`);
    }
    const columns = header.slice(1);
    const values = numberValues(
      columns.flatMap((column, index) => {
        const cell = cells[index + 1] ?? '';
        return cell === '' ? [] : [parseShortValue(`${column}=${cell}`)];
      }),
    );
    yield itemOf(line, cells[0] ?? '', values, where);
  }
}

function checkHeader(cells: readonly string[], where: string): readonly string[] {
  const [first, ...columns] = cells.map((cell) => cell.trim());
  if (first !== 'identifier' || columns.length === 0) {
    throw new UsageError(
      `${where} must name the columns: identifier, then a type for each, such as URL.`,
    );
  }
  for (const column of columns) {
    if (!/^(\d{1,10}:)?[A-Za-z0-9._-]{1,64}$/.test(column)) {
      throw new UsageError(
        `${where}: "${column}" is not a type such as URL, nor INDEX:TYPE such as 1:URL.`,
      );
    }
  }
  return [first, ...columns];
}

function itemOf(line: number, text: string, values: RecordValue[], where: string): BatchItem {
  try {
    return { line, identifier: canonicalizeIdentifier(text), values };
  } catch (error) {
    throw new UsageError(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
