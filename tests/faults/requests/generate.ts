/** Requests that follow the API document, as it says and a little beside it. */
import * as fc from 'fast-check';
import { registration, transaction, url } from '../../../packages/node/src/testing/test-network.ts';

export interface Schema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface GeneratedRequest {
  readonly operationId: string;
  /** What the document has for it; undefined for another method than the document's. */
  readonly statuses: readonly string[] | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** Values that exist on the node, by parameter; without them most answers would be 404. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

const LONGEST_WAIT_MS = 20;
const OTHER_METHODS = ['get', 'head', 'post', 'put', 'delete', 'patch', 'options'];
const ACCEPTS = ['application/json', 'application/cbor', '*/*', 'text/html;q=0.1', ',;=', ''];
const LANGUAGES = ['zh', 'en;q=0.1, zh;q=0.2', 'fr', ';;;', '*'];
const TAGS = ['"x"', 'W/"1"', '*', ',,', '""'];

const anyText = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed());
const oddText = fc.constantFrom('', '0', '-1', '1e3', ' ', 'NaN', '%', '..', '88', '9'.repeat(17));

function integerText({ minimum = 0, maximum = 1_000 }: Schema, name: string): fc.Arbitrary<string> {
  const most = name === 'wait' ? Math.min(maximum, LONGEST_WAIT_MS) : maximum;
  const edges = [minimum, most, minimum - 1, maximum + 1].map(String);
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: minimum, max: Math.min(most, 200) }).map(String) },
    { weight: 2, arbitrary: fc.constantFrom(...edges) },
    { weight: 1, arbitrary: oddText },
  );
}

function valueText({ name, schema }: Parameter, known: KnownValues): fc.Arbitrary<string> {
  if (schema.type === 'integer') return integerText(schema, name);
  if (schema.type === 'boolean') return fc.constantFrom('1', '0', 'true', 'false', '', 'yes');
  const fitting =
    schema.pattern === undefined ? anyText : fc.stringMatching(new RegExp(schema.pattern));
  const existing = known[name] ?? [];
  return fc.oneof(
    { weight: existing.length > 0 ? 5 : 0, arbitrary: fc.constantFrom(...existing, '') },
    { weight: 2, arbitrary: fitting },
    { weight: 1, arbitrary: anyText },
    { weight: 1, arbitrary: oddText },
  );
}

/** There in two of three. */
const mostly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { freq: 3 });

/** There in one of so many. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, oneOf: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: oneOf - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const extraHeaders = fc
  .record({
    accept: rarely(fc.constantFrom(...ACCEPTS), 3),
    'accept-language': rarely(fc.constantFrom(...LANGUAGES), 3),
    'if-none-match': rarely(fc.constantFrom(...TAGS), 3),
    authorization: rarely(fc.constantFrom('Touchmark AAAA', 'Basic Og==', 'Touchmark'), 3),
  })
  .map((headers) => present(headers));

function present(headers: Readonly<Record<string, string | null>>): Record<string, string> {
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => {
    // A header can't carry every text; what it can't carry no client can send.
    return entry[1] !== null && /^[\t\x20-\x7e\x80-\xff]*$/.test(entry[1]);
  });
  return Object.fromEntries(kept);
}

/** A good transaction, one with some bytes changed or cut, or anything. */
const bodies: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .record({
      suffix: fc.stringMatching(/^[a-z0-9]{1,8}$/),
      changes: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
      cut: rarely(fc.nat(400), 4),
    })
    .map(({ suffix, changes, cut }) => {
      const bytes = transaction([registration([suffix], [url('https://example.org')])]);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return cut === null ? bytes : bytes.slice(0, cut);
    }),
);

function operationRequests(
  path: string,
  method: string,
  operation: Operation,
  known: KnownValues,
): fc.Arbitrary<GeneratedRequest> {
  const parameters = operation.parameters ?? [];
  const values = parameters.map((parameter) => {
    const text = valueText(parameter, known);
    return parameter.in === 'path' ? text : mostly(text);
  });
  return fc
    .record({
      values: fc.tuple(...values),
      unknown: rarely(anyText, 20),
      other: rarely(fc.constantFrom(...OTHER_METHODS), 20),
      headers: extraHeaders,
      body: bodies,
    })
    .map(({ values: texts, unknown, other, headers, body }) => {
      const query: string[] = unknown === null ? [] : [`unknown=${encodeURIComponent(unknown)}`];
      const own: Record<string, string | null> = {};
      let filled = path;
      for (const [index, { name, in: place }] of parameters.entries()) {
        const text = texts[index] ?? null;
        if (place === 'path') {
          filled = filled.replace(`{${name}}`, () => encodeURIComponent(text ?? ''));
        } else if (text !== null && place === 'query') {
          query.push(`${name}=${encodeURIComponent(text)}`);
        } else if (place === 'header') own[name] = text;
      }
      const sent = other ?? method;
      const hasBody = operation.requestBody !== undefined && sent === method;
      const type = hasBody ? Object.keys(operation.requestBody?.content ?? {})[0] : undefined;
      return {
        operationId: operation.operationId,
        statuses: sent === method ? Object.keys(operation.responses) : undefined,
        method: sent.toUpperCase(),
        path: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
        headers: { ...headers, ...present(own), ...(type && { 'content-type': type }) },
        body: hasBody ? body : undefined,
      };
    });
}

/** Requests to every operation of the document, equally many to each. */
export function requestsOf(
  document: ApiDocument,
  known: KnownValues,
): fc.Arbitrary<GeneratedRequest> {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      operationRequests(path, method, operation, known),
    ),
  );
  return fc.oneof(...all);
}
