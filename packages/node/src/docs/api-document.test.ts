import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONSTITUTION, encodePropose, encodeSetConstitution } from '@touchmark/ledger';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { registration, retirement, transaction, url } from '../testing/test-network.ts';
import { done, get, submit, testNode } from '../testing/test-node.ts';
import { apiDocument } from './api-document.ts';

type Json = Record<string, unknown>;

const proposal = encodePropose({
  title: 'New rules',
  actions: [encodeSetConstitution(DEFAULT_CONSTITUTION)],
  vote: 'none',
});

const object = (value: unknown): Json => {
  assert.ok(typeof value === 'object' && value !== null, JSON.stringify(value));
  return Object.fromEntries(Object.entries(value));
};
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : []);
const document = object(JSON.parse(JSON.stringify(await apiDocument())));
const schemas = object(object(document['components'])['schemas']);

/** A schema with its references put in place. */
function resolved(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(resolved);
  if (typeof schema !== 'object' || schema === null) return schema;
  const reference: unknown = Reflect.get(schema, '$ref');
  if (typeof reference === 'string') {
    const name = reference.replace('#/components/schemas/', '');
    assert.ok(name in schemas, `${reference} leads nowhere`);
    return resolved(schemas[name]);
  }
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, resolved(part)]));
}

const isSchema = (schema: unknown): schema is TSchema =>
  typeof schema === 'object' && schema !== null;

function check(schema: unknown, value: unknown, where: string): void {
  const whole = resolved(schema);
  assert.ok(isSchema(whole), where);
  const compiled = Compile(whole);
  const problems = compiled
    .Errors(value)
    .map(({ instancePath, message }) => instancePath + message);
  assert.ok(compiled.Check(value), `${where}: ${problems.join('; ')}: ${JSON.stringify(value)}`);
}

interface Operation {
  name: string;
  path: string;
  method: string;
  described: Json;
}

const operations: Operation[] = Object.entries(object(document['paths'])).flatMap(
  ([path, methods]) =>
    Object.entries(object(methods)).map(([method, described]) => ({
      name: `${method} ${path}`,
      path,
      method,
      described: object(described),
    })),
);

/** Content of an answer by media type. */
const contentOf = ({ described }: Operation, status: string): Json => {
  const response = object(described['responses'])[status];
  return response === undefined ? {} : object(object(response)['content'] ?? {});
};

test('the document is OpenAPI 3.1: versions, references, parameters, ids', () => {
  assert.match(String(document['openapi']), /^3\.1\.\d+$/);
  const info = object(document['info']);
  assert.ok(info['title'] !== undefined && info['version'] !== undefined);
  resolved(document['paths']);
  const tags = list(document['tags']).map((tag) => tag['name']);
  const ids = new Set<unknown>();
  for (const { name, path, described } of operations) {
    assert.ok(typeof described['summary'] === 'string', `${name} has no summary`);
    assert.ok(!ids.has(described['operationId']), `${name} shares its id`);
    ids.add(described['operationId']);
    const own = described['tags'];
    assert.ok(Array.isArray(own) && own.length > 0 && own.every((tag) => tags.includes(tag)), name);
    const parameters = list(described['parameters']);
    const inPath = parameters.filter((parameter) => parameter['in'] === 'path');
    assert.deepEqual(
      inPath.map((parameter) => `{${String(parameter['name'])}}`).sort(),
      (path.match(/\{[^}]+\}/g) ?? []).sort(),
    );
    for (const parameter of parameters) {
      assert.equal(parameter['in'] !== 'path' || parameter['required'] === true, true);
      assert.ok(parameter['schema'] !== undefined, `${name} ${String(parameter['name'])}`);
    }
    for (const response of Object.values(object(described['responses']))) {
      assert.ok(typeof object(response)['description'] === 'string', name);
    }
  }
});

test('every operation has an example, and every example fits its schema', () => {
  for (const operation of operations) {
    const contents = Object.entries(contentOf(operation, '200'));
    const examples = contents.filter(([, content]) => object(content)['example'] !== undefined);
    const isBytes = contents.every(([type]) => type === 'application/cbor');
    const isFile = operation.path === '/v1/genesis';
    assert.ok(examples.length > 0 || isBytes || isFile, `${operation.name} has no example`);
    for (const [type, content] of examples) {
      if (!type.includes('json')) continue;
      const { schema, example } = object(content);
      check(schema, example, operation.name);
    }
  }
});

test('what the node answers is what the document says', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a', 'r'], [url('x')])]));
  await done(node, transaction([proposal]));
  const receipt = await done(node, transaction([retirement('88/r', 1)]));
  const values: Record<string, string> = {
    '{prefix}': '88',
    '{suffix}': 'a',
    '{transaction}': receipt.transaction,
    '{id}': 'root',
    '{height}': String(receipt.block),
    '{proposal}': '1',
    '{code}': 'RECORD_ABSENT',
  };
  for (const operation of operations) {
    if (operation.method !== 'get') continue;
    const path = operation.path.replace(/\{[^}]+\}/g, (name) => values[name] ?? '');
    const { status, body, headers } = await get(node, path);
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const content = contentOf(operation, '200')[type];
    assert.deepEqual([status, content !== undefined], [200, true], `${operation.name}: ${type}`);
    if (type === 'application/json') check(object(content)['schema'], body, operation.name);
  }
  const proven = await get(node, '/v1/resolve/88/a?proof=1');
  check(schemas['ResolvedRecord'], proven.body, 'proof');
  for (const path of ['/v1/resolve/88/r?proof=1', '/v1/blocks/x', '/nothing']) {
    check(schemas['Problem'], (await get(node, path)).body, path);
  }
  const pending = await submit(node, transaction([registration(['b'], [url('x')])]), '?wait=0');
  check(schemas['PendingTransaction'], await pending.json(), 'pending');
});
