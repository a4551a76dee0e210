import type { CborReader, CborWriter } from '@touchmark/codec';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import type { ValueSlice } from './value-scanner.ts';

/** Which types of values the records directly under a prefix must and may have. */
export interface Template {
  /** May have types that are not named. */
  readonly others: boolean;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** `[others 0 | 1, [required type …], [optional type …]]` */
export function writeTemplate(writer: CborWriter, template: Template): void {
  writer.array(3).uint(template.others ? 1 : 0);
  for (const types of [template.required, template.optional]) {
    writer.array(types.length);
    for (const type of types) writer.text(type);
  }
}

export function readTemplate(reader: CborReader): Template {
  reader.array();
  const others = reader.uint() === 1;
  const [required, optional] = [readTypes(reader), readTypes(reader)];
  return { others, required, optional };
}

function readTypes(reader: CborReader): string[] {
  const types: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) types.push(reader.text());
  return types;
}

/** Refuses values that a template does not allow, or that lack what it requires. */
export function refuseTemplate(
  template: Template | null,
  identifier: string,
  types: readonly string[],
): Refusal | undefined {
  if (template === null) return undefined;
  for (const type of template.required) {
    if (!types.includes(type)) return refuse('NAMING_TEMPLATE_MISSING', { identifier, type });
  }
  if (template.others) return undefined;
  for (const type of types) {
    if (template.required.includes(type) || template.optional.includes(type)) continue;
    return refuse('NAMING_TEMPLATE_UNEXPECTED', { identifier, type });
  }
  return undefined;
}

/** The type of a value that was scanned. */
export function typeOf(source: Uint8Array, slice: ValueSlice): string {
  return String.fromCharCode(...source.subarray(slice.typeStart, slice.typeEnd));
}
