import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOf, statusText } from './labels.ts';

test('labels and statuses in the language of the reader; an unknown status stays as it is', () => {
  const [en, zh] = [{ language: 'en' }, { language: 'zh' }] as const;
  assert.deepEqual([labelOf(en, 'block'), labelOf(zh, 'block')], ['block', '区块']);
  assert.deepEqual(
    [statusText(en, 'executed'), statusText(zh, 'executed')],
    ['executed', '已执行'],
  );
  assert.equal(statusText(zh, 'something-new'), 'something-new');
});
