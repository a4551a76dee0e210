import { ConfigurationSchema } from './schema.ts';

/** The part of JSON Schema that a setting can use. */
export interface SettingSchema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: readonly (string | number)[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  items?: unknown;
  /** Of each text of a list, for people. */
  form?: string;
  secret?: boolean;
}

/** One setting under all its names. */
export interface Setting {
  /** `http.body_limit_bytes`: the key in TOML and on the command line. */
  key: string;
  section: string;
  /** camelCase, as in `Configuration`. */
  property: string;
  environment: string;
  secret: boolean;
  schema: SettingSchema;
}

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface SectionSchema {
  description?: string;
  properties: Record<string, SettingSchema>;
}

const sections: [string, SectionSchema][] = Object.entries(ConfigurationSchema.properties);

export const SECTIONS: readonly { name: string; description: string }[] = sections.map(
  ([name, schema]) => ({ name, description: schema.description ?? '' }),
);

export const SETTINGS: readonly Setting[] = sections.flatMap(([section, { properties }]) =>
  Object.entries(properties).map(([property, schema]) => ({
    key: `${section}.${snakeCase(property)}`,
    section,
    property,
    environment: `TOUCHMARK_${section}_${snakeCase(property)}`.toUpperCase(),
    secret: schema.secret === true,
    schema,
  })),
);

export const SETTING_BY_KEY: ReadonlyMap<string, Setting> = new Map(
  SETTINGS.map((setting) => [setting.key, setting]),
);

/** What a value has to be, in words that complete "must be …". */
export function expectation(schema: SettingSchema): string {
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'integer')
    return `a whole number from ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return `a list of ${schema.form ?? 'texts'}`;
  return schema.pattern === undefined ? 'a text' : `a text matching ${schema.pattern}`;
}
