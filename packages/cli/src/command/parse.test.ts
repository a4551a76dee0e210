import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, listOf, nodeUrl, oneOf, pointInTime, text, wholeNumber } from './parse.ts';

test('durations', () => {
  assert.deepEqual(
    ['250ms', '30s', '10m', '2h', '1d'].map(duration),
    [250, 30_000, 600_000, 7_200_000, 86_400_000],
  );
  for (const wrong of ['', '10', '1.5s', '-1s', '1w', 's'])
    assert.throws(() => duration(wrong), RangeError, wrong);
});

test('points in time', () => {
  assert.equal(pointInTime('2027-01-31'), Date.UTC(2027, 0, 31, 23, 59, 59));
  assert.equal(pointInTime('2027-01-31T09:30:00Z'), Date.UTC(2027, 0, 31, 9, 30));
  assert.equal(pointInTime('2027-01-31T09:30+08:00'), Date.UTC(2027, 0, 31, 1, 30));
  for (const wrong of ['', '2027', '31.1.2027', '2027-13-01', '2027-01-31T09:30', 'tomorrow'])
    assert.throws(() => pointInTime(wrong), RangeError, wrong);
});

test('addresses lose their trailing slash; what is no http address is refused', () => {
  assert.equal(nodeUrl('http://127.0.0.1:8080/'), 'http://127.0.0.1:8080');
  assert.equal(nodeUrl('https://a.example/touchmark//'), 'https://a.example/touchmark');
  for (const wrong of ['127.0.0.1:8080', 'ftp://a', 'http://a?b', '', 'file:///etc/passwd']) {
    assert.throws(() => nodeUrl(wrong), RangeError, wrong);
  }
});

test('numbers, choices, lists, texts', () => {
  assert.equal(wholeNumber(0, 65_535)('8080'), 8080);
  for (const wrong of ['-1', '65536', '1e3', '', ' 1', '0x10']) {
    assert.throws(() => wholeNumber(0, 65_535)(wrong), RangeError, wrong);
  }
  assert.equal(oneOf('a', 'b')('b'), 'b');
  assert.throws(() => oneOf('a', 'b')('c'), /one of a, b, not "c"/);
  assert.deepEqual(listOf(oneOf('a', 'b'))('a, b'), ['a', 'b']);
  assert.throws(() => text(''), RangeError);
});
