import type { SchemaDescription } from './schema-description.ts';

/** The shape of a value in the short words of state layouts, such as `{title, tags: [text …]}`. */
export function describeShape(schema: SchemaDescription): string {
  switch (schema.kind) {
    case 'list':
      return `[${describeShape(schema.item)} …]`;
    case 'map':
      return `{${schema.fields.map(({ name, schema: of }) => `${name}: ${describeShape(of)}`).join(', ')}}`;
    case 'tuple':
      return `[${schema.items.map(({ name }) => name).join(', ')}]`;
    case 'either':
      return schema.options.map(describeShape).join(' | ');
    case 'choice':
      return schema.values.join(' | ');
    case 'text':
    case 'uint':
    case 'bytes':
      return schema.kind;
    default:
      return schema satisfies never;
  }
}
