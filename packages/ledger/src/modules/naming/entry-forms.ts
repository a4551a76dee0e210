import type { StateView } from '@touchmark/state';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuseAlias } from './alias.ts';
import type { EntryTable } from './entry-table.ts';
import { keptValues } from './stored-values.ts';
import { refuseTemplate, typeOf } from './template.ts';
import type { Template } from './template.ts';

/**
 * Refuses the first entry that the prefix's template does not allow, or that is an alias of what it
 * can't be. Without a template only the aliases are looked at again.
 */
export function refuseEntryForms(
  state: StateView,
  prefix: string,
  template: Template | null,
  table: EntryTable,
): Refusal | undefined {
  for (let entry = 0; entry < table.count; entry += 1) {
    if (template === null && table.aliases[entry] === 0) continue;
    const identifier = `${prefix}/${suffixOf(table, entry)}`;
    const end = table.valuesEnd[entry]!;
    const values = keptValues(table.bytes.subarray(table.suffixEnd[entry], end));
    const types = values.map(({ source, slice }) => typeOf(source, slice));
    const refusal =
      refuseTemplate(template, identifier, types) ?? refuseAlias(state, identifier, values);
    if (refusal !== undefined) return { ...refusal, details: { entry, ...refusal.details } };
  }
  return undefined;
}

function suffixOf(table: EntryTable, entry: number): string {
  const { bytes, suffixStart, suffixEnd } = table;
  return String.fromCharCode(...bytes.subarray(suffixStart[entry], suffixEnd[entry]));
}
