import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeHex, encodeUtf8 } from '@touchmark/codec';
import type { Query } from './answer/query.ts';
import { verifyAnswer } from './answer/verify-answer.ts';
import type { Trust } from './header/trust.ts';
import { verifyReceipt } from './receipt/verify-receipt.ts';
import { refusal } from './testing/refusal.ts';
import { answerJson, receiptJson } from './testing/verified-json.ts';
import { generateVectors, VECTORS_FOLDER } from './testing/vectors.ts';
import type { VerifyErrorCode } from './verify-error.ts';

interface Case {
  name: string;
  answer?: string;
  receipt?: string;
  trust: { genesis?: string; header?: Record<string, unknown> };
  verified?: object;
  code?: VerifyErrorCode;
  expect?: unknown[];
  nowMs?: number;
  maxAgeMs?: number;
}

function read(name: string): string {
  return readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8');
}

function bytesOf(hex: unknown): Uint8Array {
  const bytes = typeof hex === 'string' ? decodeHex(hex) : undefined;
  assert.ok(bytes !== undefined);
  return bytes;
}

const geneses: { cases: { hash: string; genesis: string }[] } = JSON.parse(read('answer/genesis'));

function trustOf({ trust: { genesis, header } }: Case): Trust {
  if (header !== undefined) {
    const { chainId, height, timeMs } = header;
    assert.ok(
      typeof chainId === 'string' && typeof height === 'number' && typeof timeMs === 'number',
    );
    const hash = bytesOf(header['hash']);
    const nextValidatorsHash = bytesOf(header['nextValidatorsHash']);
    return { header: { chainId, height, timeMs, hash, nextValidatorsHash } };
  }
  const found = geneses.cases.find(({ hash }) => hash === genesis);
  assert.ok(found !== undefined);
  return { genesis: encodeUtf8(found.genesis) };
}

/** A query from the elements that stand in an answer. */
function queryOf(elements: unknown[] | undefined): Query | undefined {
  const [kind, identifier] = elements ?? [];
  if (kind === undefined) return undefined;
  assert.ok(kind === 'record' && typeof identifier === 'string');
  return { kind, identifier };
}

function check(given: Case): object {
  const trust = trustOf(given);
  const { nowMs, maxAgeMs } = given;
  const expect = queryOf(given.expect);
  const options = {
    ...(nowMs === undefined ? {} : { nowMs }),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
  };
  if (given.receipt !== undefined) {
    return receiptJson(verifyReceipt(bytesOf(given.receipt), trust, options));
  }
  const answer = bytesOf(given.answer);
  return answerJson(
    verifyAnswer(answer, trust, expect === undefined ? options : { ...options, expect }),
  );
}

for (const name of [
  'answer/valid',
  'answer/invalid',
  'answer/receipt-valid',
  'answer/receipt-invalid',
]) {
  const { cases }: { cases: Case[] } = JSON.parse(read(name));
  for (const each of cases) {
    test(`spec/vectors/${name}: ${each.name}`, () => {
      if (each.code !== undefined) assert.throws(() => check(each), refusal(each.code));
      else assert.deepEqual(check(each), each.verified);
    });
  }
}

test('the files of spec/vectors/answer and light are what write-vectors.ts writes', async () => {
  for (const [name, text] of await generateVectors()) assert.equal(read(name), text, name);
});
