/**
 * The shape of an action's or event's params as plain data: docs, the SDK's types and CLI commands
 * derive from it.
 */
export type SchemaDescription =
  | {
      readonly kind: 'text';
      readonly form: string;
      readonly minBytes: number;
      readonly maxBytes: number;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'bytes'; readonly minBytes: number; readonly maxBytes: number }
  | { readonly kind: 'uint'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'list';
      readonly item: SchemaDescription;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'either'; readonly options: readonly SchemaDescription[] }
  | { readonly kind: 'tuple'; readonly items: readonly NamedSchema[] }
  | { readonly kind: 'map'; readonly fields: readonly NamedSchema[] };

export interface NamedSchema {
  readonly name: string;
  readonly schema: SchemaDescription;
}
