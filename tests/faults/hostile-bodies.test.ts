import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, readVectors } from '../../packages/codec/src/testing/vector-files.ts';
import { testNode } from '../../packages/node/src/testing/test-node.ts';
import type { CborCase, JsonCase } from '../runtimes/parser-cases.ts';

const bodies: readonly { name: string; bytes: Uint8Array }[] = [
  ...readVectors<JsonCase>('json/json-test-suite').cases.map(({ name, json }) => ({
    name,
    bytes: bytesOf(json),
  })),
  ...readVectors<CborCase>('cbor/rfc8949').cases.map(({ cbor }) => ({
    name: cbor,
    bytes: bytesOf(cbor),
  })),
];

for (const { type, statuses, code } of [
  // The node takes no JSON at all, well-formed or not: nothing of it is parsed.
  { type: 'application/json', statuses: [415], code: /^MEDIA_TYPE_UNSUPPORTED$/ },
  { type: 'application/cbor', statuses: [400, 422], code: /^(?:CBOR|TRANSACTION)_/ },
]) {
  test(`${bodies.length} bodies of the parser suites, sent as ${type}, are refused`, async (context) => {
    const node = await testNode(context);
    for (const { name, bytes } of bodies) {
      const response = await fetch(`${node.url}/v1/transactions`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: Buffer.from(bytes),
      });
      const problem: { code: string } = await response.json();
      assert.ok(statuses.includes(response.status), `${name}: ${response.status} ${problem.code}`);
      assert.match(problem.code, code, name);
    }
  });
}
