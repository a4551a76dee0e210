import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { preferredLanguage } from './language.ts';

const cases: [string | undefined, 'en' | 'zh'][] = [
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'en'],
  ['zh', 'zh'],
  ['zh-Hant-TW', 'zh'],
  ['ZH-cn,en;q=0.9', 'zh'],
  ['en,zh;q=0.9', 'en'],
  ['en;q=0.2, zh;q=0.3', 'zh'],
  ['fr, zh;q=0.1', 'zh'],
  ['zh;q=0', 'en'],
  ['zh;q=x', 'en'],
  [`zh,${'x'.repeat(300)}`, 'en'],
];
for (const [header, language] of cases) {
  test(`Accept-Language ${header?.slice(0, 20)}: ${language}`, () => {
    assert.equal(preferredLanguage(header), language);
  });
}

test('any header names a language of ours', () => {
  fc.assert(fc.property(fc.string(), (header) => ['en', 'zh'].includes(preferredLanguage(header))));
});
