import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CborInvalidCase } from '../testing/cbor-invalid-cases.ts';
import type { CborValidCase } from '../testing/cbor-valid-cases.ts';
import { diagnostic } from '../testing/diagnostic.ts';
import { bytesOf, hex, readVectors } from '../testing/vector-files.ts';
import { CborReader } from './reader.ts';
import { decode, encode } from './value.ts';

for (const each of readVectors<CborValidCase>('cbor/valid').cases) {
  test(`valid: ${each.name}`, () => {
    const bytes = bytesOf(each.cbor);
    const value = decode(bytes);
    assert.equal(diagnostic(value), each.diagnostic);
    assert.equal(hex(encode(value)), each.cbor);
    const reader = new CborReader(bytes);
    assert.deepEqual(reader.raw(), bytes);
    reader.end();
  });
}

for (const each of readVectors<CborInvalidCase>('cbor/invalid').cases) {
  test(`invalid, ${each.code}: ${each.name}`, () => {
    const bytes = bytesOf(each.cbor);
    assert.throws(() => decode(bytes, each.limits), { name: 'CborError', code: each.code });
    const skip = (): void => {
      const reader = new CborReader(bytes, each.limits);
      reader.skip();
      reader.end();
    };
    assert.throws(skip, { name: 'CborError', code: each.code });
  });
}
