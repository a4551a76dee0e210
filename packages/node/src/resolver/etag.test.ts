import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesEtag, wantsCbor } from './etag.ts';

test('If-None-Match', () => {
  for (const header of ['"a"', 'W/"a"', '"b", "a"', '*', '"b",W/"a" ']) {
    assert.equal(matchesEtag(header, '"a"'), true, header);
  }
  for (const header of [undefined, '', 'a', '"b"', '"a', '"ab"', `"a",${'x'.repeat(3_000)}`]) {
    assert.equal(matchesEtag(header, '"a"'), false, header);
  }
});

test('Accept', () => {
  assert.equal(wantsCbor('application/cbor'), true);
  assert.equal(wantsCbor('application/cbor, application/json;q=0.5'), true);
  assert.equal(wantsCbor('application/json, application/cbor'), false);
  assert.equal(wantsCbor('*/*'), false);
  assert.equal(wantsCbor(undefined), false);
});
