import { MOST_QUEUED, MOST_UNDER_WAY } from '../http/pipeline.ts';
import { ledger } from '@touchmark/ledger';
import type { OpenApiDocument } from '../http/examples.ts';
import { PROBLEM_FAMILIES, PROBLEMS } from '../problems/catalogue.ts';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  example?: string | number;
  schema?: { type?: string; minimum?: number; maximum?: number };
}

interface Described {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, unknown> };
  responses?: Record<
    string,
    { description?: string; content?: Record<string, { example?: unknown }> }
  >;
}

interface Operation extends Described {
  method: string;
  path: string;
}

const INTRODUCTION = `# The HTTP interface

<!-- Written by scripts/generate-http-docs.ts from the routes' schemas. Do not edit. -->

A node describes itself: \`/openapi.json\` (OpenAPI 3.1; the committed copy is
[packages/node/openapi.json](../packages/node/openapi.json)) and \`/docs\`, a page to try it out that needs
no other host.
The examples take a node at \`$URL\`; \`npm start\` gives one at http://127.0.0.1:8080.
`;

const LIMITS = `## Limits

Sizes, times and numbers of connections are settings: [configuration.md](configuration.md). What is beyond them is answered
(408, 413, 431) or, above the number of connections, closed. A node that has too much to do answers 503 with
\`Retry-After\` instead of falling over; sending the same transaction again is always safe.

A connection answers in the order of its requests (HTTP/1.1): what is sent behind a request with \`wait\` waits with it, so
wait on a connection of its own. Of one connection ${MOST_UNDER_WAY} requests are worked on at a time and ${MOST_QUEUED} more may
be queued; one above that is answered 503 in its turn, and the connection closes. When a connection ends, so does every wait on it.

With \`resolver.workers\` above 0, worker processes share the port with the main process (\`SO_REUSEPORT\`): each connection
belongs to one of them. Workers answer resolutions themselves and hand everything else to the main process, so there is
one URL and any connection can be used for anything. A registration that was acknowledged is visible through all of them
from that moment on.

The time of a block is block time, never the clock of a node. With CometBFT it is the median of the times of the votes for the
block before; a chain with nothing to do makes an empty block every ten seconds, so what is registered after a rest can carry a
time up to ten seconds before it was sent. The embedded engine rests without blocks (\`engine.heartbeat_ms\`).

A URL path holds an identifier in its canonical form (spec/identifier.md), which is made to stand there: percent-encode
UTF-8 once, leave slashes as they are. Needless encoding, upper-case prefixes and raw UTF-8 are forgiven; \`%2F\`, \`..\`,
\`//\` and bytes that are no UTF-8 are refused.
`;

function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...(operation as Described),
      method: method.toUpperCase(),
      path,
    })),
  );
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function shape({ schema = {}, required }: Parameter): string {
  const { type = 'string', minimum, maximum } = schema;
  const isOpen = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER;
  const bounds =
    minimum === undefined ? '' : isOpen ? ` from ${minimum}` : ` ${minimum} to ${maximum}`;
  return `${type}${bounds}${required === true ? ', required' : ''}`;
}

function parameterLines({ parameters = [] }: Operation): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(
    (parameter) =>
      `| \`${parameter.name}\` | ${parameter.in} | ${shape(parameter)} | ${cell(parameter.description ?? '')} |`,
  );
  return ['| parameter | in | | |', '|---|---|---|---|', ...rows, ''];
}

function curl({ method, path, parameters = [] }: Operation): string {
  let target = path;
  for (const { name, in: place, example } of parameters) {
    if (place === 'path')
      target = target.replace(`{${name}}`, String(example ?? `$${name.toUpperCase()}`));
  }
  const file = path === '/v1/batches' ? 'batch.cbor' : 'transaction.cbor';
  const body =
    method === 'POST' ? ` -H 'Content-Type: application/cbor' --data-binary @${file}` : '';
  return `curl${body} "$URL${target}"`;
}

function responseLines({ responses = {} }: Operation): string[] {
  const rows = Object.entries(responses).map(([status, { description = '', content = {} }]) => {
    const types = Object.keys(content).map((type) => `\`${type}\``);
    return `| ${status} | ${types.join(', ')} | ${cell(description)} |`;
  });
  return ['| status | body | |', '|---|---|---|', ...rows, ''];
}

function exampleLines(operation: Operation): string[] {
  const contents = Object.entries(operation.responses?.['200']?.content ?? {});
  const shown = contents.find(([, { example }]) => example !== undefined);
  const lines = ['```sh', curl(operation), '```', ''];
  if (shown === undefined) return lines;
  const [, { example }] = shown;
  const text = typeof example === 'string' ? example.trimEnd() : JSON.stringify(example, null, 2);
  return [...lines, typeof example === 'string' ? '```text' : '```json', text, '```', ''];
}

function operationLines(operation: Operation): string[] {
  const { method, path, summary = '', description } = operation;
  return [
    `### ${method} ${path}`,
    '',
    `${summary}.`.replace('?.', '?').replace('..', '.'),
    '',
    ...(description === undefined ? [] : [description, '']),
    ...parameterLines(operation),
    ...responseLines(operation),
    ...exampleLines(operation),
  ];
}

function problemLines(): string[] {
  const own = Object.entries(PROBLEMS).map(
    ([code, { status, en, fix }]) => `| \`${code}\` | ${status} | ${cell(en)} | ${cell(fix.en)} |`,
  );
  const families = PROBLEM_FAMILIES.map(
    ({ prefix, status, en, fix }) =>
      `| ${prefix === '' ? 'others' : `\`${prefix}…\``} | ${status} | ${cell(en)} | ${cell(fix.en)} |`,
  );
  const decisions = [...ledger.registry.errors].map(
    ([code, { number, en }]) => `| \`${code}\` | ${number} | ${cell(en)} |`,
  );
  return [
    '## Problems',
    '',
    'Errors are `application/problem+json` (RFC 9457): `type`, `title` and `detail` (in the language that',
    'Accept-Language prefers, en or zh), `status`, `instance` (the id of the request, as in `X-Request-Id`) and `code`,',
    'which is stable. `GET /problems/{code}` describes a kind of problem; [errors.md](errors.md) lists all codes there are.',
    '',
    '| code | status | | what to do |',
    '|---|---|---|---|',
    ...own,
    ...families,
    '',
    '## Decisions of the ledger',
    '',
    'A transaction that reached a block has a receipt, with `status: refused` and one of these codes if the ledger decided',
    'against it. The same codes come as a problem with status 422 when the node can tell before.',
    '',
    '| code | number | |',
    '|---|---|---|',
    ...decisions,
    '',
  ];
}

/** docs/http.md. */
export function httpReference(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const lines = [INTRODUCTION];
  for (const { name, description = '' } of document.tags ?? []) {
    lines.push(`## ${name.charAt(0).toUpperCase()}${name.slice(1)}`, '', description, '');
    for (const operation of operations) {
      if (operation.tags?.includes(name) === true) lines.push(...operationLines(operation));
    }
  }
  lines.push(LIMITS, ...problemLines());
  return lines.join('\n');
}
