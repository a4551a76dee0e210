import { Value } from 'typebox/value';
import type { TSchema } from 'typebox';
import type { Setting, SettingSchema } from './settings.ts';

const INTEGER = /^-?\d{1,16}$/;

/**
 * Reads the text of an environment variable or flag as the type its setting wants. Text that doesn't fit is
 * returned as it is, so that the check that follows refuses it by name.
 */
export function valueOfText(schema: SettingSchema, text: string): unknown {
  if (schema.type === 'integer') {
    const digits = text.replaceAll('_', '');
    return INTEGER.test(digits) ? Number(digits) : text;
  }
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (schema.type === 'array') {
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  return text;
}

/** Whether a value is what the setting's schema allows. */
export function valueFits(setting: Setting, value: unknown): boolean {
  const schema: TSchema = setting.schema;
  return Value.Check(schema, value);
}

/** How a value is shown to people; secrets are not. */
export function shownValue(setting: Setting, value: unknown): string {
  if (setting.secret) return value === '' ? '""' : '"(secret)"';
  return value instanceof Date ? value.toISOString() : (JSON.stringify(value) ?? String(value));
}
