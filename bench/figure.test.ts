import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Figure, medianOf, meetsTarget, percentileOf } from './figure.ts';

const figure = (change: Partial<Figure>): Figure => ({
  name: 'x',
  value: 10,
  unit: '/s',
  baseline: null,
  ratio: null,
  target: '>= 1',
  ...change,
});

test('a ratio is judged where there is one, else the value', () => {
  assert.equal(meetsTarget(figure({ ratio: 0.5, target: '>= 0.7' })), false);
  assert.equal(meetsTarget(figure({ ratio: 0.7, target: '>= 0.7' })), true);
  assert.equal(meetsTarget(figure({ value: 1051, target: '<= 1050 bytes' })), false);
  assert.throws(() => meetsTarget(figure({ target: 'fast' })), /no target/);
});

test('median and percentiles are taken from sorted values', () => {
  assert.equal(medianOf([10, 9, 100]), 10);
  assert.equal(percentileOf([...Array(100).keys()].reverse(), 0.99), 99);
});
