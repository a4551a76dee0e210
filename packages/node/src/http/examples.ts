interface MediaType {
  schema?: { $ref?: string; examples?: unknown[]; description?: string };
  example?: unknown;
}

interface Operation {
  responses?: Record<string, { content?: Record<string, MediaType> }>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { examples?: unknown[] }> };
}

export function isDocument(document: unknown): document is OpenApiDocument {
  return typeof document === 'object' && document !== null && 'paths' in document;
}

/** Bodies that are not JSON, as they look. */
const TEXT_EXAMPLES: Readonly<Record<string, string>> = {
  live: 'ok\n',
  ready: '[+] engine: running at block 40\n[+] queue: 0 of 20000\n[+] workers: 0 of 0 serve\nok\n',
  metrics:
    '# HELP touchmark_block_height Height of the newest executed block.\n# TYPE touchmark_block_height gauge\ntouchmark_block_height 40\n',
  followEvents:
    'id: 12-0-0\nevent: naming.registered\ndata: {"id":"12-0-0","block":12,"index":0,"type":"naming.registered","params":{"prefix":"88.118.8","suffixes":["JXDY2106023"]}}\n\n',
};

function exampleOf(document: OpenApiDocument, { schema }: MediaType): unknown {
  const name = schema?.$ref?.split('/').at(-1);
  return name === undefined
    ? schema?.examples?.[0]
    : document.components.schemas[name]?.examples?.[0];
}

/** Gives every answer of every operation its example: that of its schema, or how it looks as text. */
export function addExamples(document: OpenApiDocument): void {
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) {
      const id: unknown = Reflect.get(operation, 'operationId');
      for (const response of Object.values(operation.responses ?? {})) {
        for (const [mediaType, content] of Object.entries(response.content ?? {})) {
          const text = mediaType.startsWith('text/') ? TEXT_EXAMPLES[String(id)] : undefined;
          const example = text ?? exampleOf(document, content);
          if (example !== undefined) content.example = example;
        }
      }
    }
  }
}
