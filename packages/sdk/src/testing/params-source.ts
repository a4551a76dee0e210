import type { ModuleDefinition, NamedSchema, SchemaDescription } from '@touchmark/ledger';

const HEAD = `/**
 * Written by \`node scripts/generate-actions.ts\` from what the ledger's modules declare: edit those.
 */
`;

/** The type of what a writer of this schema takes. */
function typeOf(schema: SchemaDescription): string {
  switch (schema.kind) {
    case 'text':
      return 'string';
    case 'choice':
      return schema.values.map((value) => `'${value}'`).join(' | ');
    case 'uint':
      return 'number';
    case 'bytes':
      return 'Uint8Array';
    case 'either':
      return schema.options.map(typeOf).join(' | ');
    case 'list':
      return `readonly (${typeOf(schema.item)})[]`;
    case 'tuple':
      return objectType(schema.items);
    case 'map':
      return objectType(schema.fields);
    default:
      return schema satisfies never;
  }
}

function objectType(fields: readonly NamedSchema[]): string {
  const members = fields.map(({ name, schema }) => `readonly ${name}: ${typeOf(schema)};`);
  return `{\n${members.join('\n')}\n}`;
}

/** A sentence as documentation, within the width of the page. */
function comment(sentence: string): string {
  const lines = `${sentence}.`.match(/.{1,94}(?:\s|$)/g)?.map((line) => line.trim()) ?? [];
  return lines.length === 1 ? `/** ${lines[0]} */` : `/**\n * ${lines.join('\n * ')}\n */`;
}

/** The source of action-params.ts, not formatted: params by type of action, for TypeScript. */
export function paramsSource(modules: readonly ModuleDefinition[]): string {
  const members = modules
    .flatMap(({ actions }) => actions)
    .map(({ type, about, params }) => {
      const [sentence = ''] = about.replace(/\.$/, '').split(/[.;] /);
      return `${comment(sentence)}\nreadonly '${type}': ${typeOf(params.description)};`;
    });
  return `${HEAD}export interface ActionParams {\n${members.join('\n')}\n}\n`;
}
