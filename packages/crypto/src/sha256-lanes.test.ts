import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { LANE_COUNT, paddedBlocks, padMessage, Sha256Lanes } from './sha256-lanes.ts';

const OUTPUT = 0;
const INPUT = 128;
const STRIDE = 4096 + 64;
const lanes = new Sha256Lanes(INPUT + LANE_COUNT * STRIDE);

function digestsOf(messages: readonly Uint8Array[]): string[] {
  const length = messages[0]?.length ?? 0;
  messages.forEach((message, lane) => {
    lanes.bytes.set(message, INPUT + lane * STRIDE);
    padMessage(lanes.bytes, INPUT + lane * STRIDE, length);
  });
  lanes.digest(INPUT, STRIDE, paddedBlocks(length), OUTPUT);
  return messages.map((_, lane) => {
    const start = OUTPUT + lane * 32;
    return Buffer.from(lanes.bytes.subarray(start, start + 32)).toString('hex');
  });
}

const expected = (message: Uint8Array): string =>
  createHash('sha256').update(message).digest('hex');

test('agrees with node:crypto for every length around the block borders', () => {
  for (let length = 0; length <= 260; length += 1) {
    const messages = Array.from({ length: LANE_COUNT }, () => randomBytes(length));
    assert.deepEqual(digestsOf(messages), messages.map(expected), `length ${length}`);
  }
});

test('agrees with node:crypto for long messages', () => {
  const messages = Array.from({ length: LANE_COUNT }, () => randomBytes(4096));
  assert.deepEqual(digestsOf(messages), messages.map(expected));
});

test('the FIPS 180-4 example: "abc"', () => {
  const abc = new TextEncoder().encode('abc');
  assert.deepEqual(
    digestsOf([abc, abc, abc, abc]),
    Array(4).fill('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
  );
});

test('lanes do not touch each other', () => {
  const zeros = new Uint8Array(100);
  const [first, second] = digestsOf([zeros, new Uint8Array(100).fill(0xff), zeros, zeros]);
  assert.equal(first, expected(zeros));
  assert.notEqual(first, second);
});
