/** What commands say to people stands in English and Chinese where it is said. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { CODEC_WORDS, PROBLEMS } from '@touchmark/node';
import { inChinese } from '../../packages/cli/src/errors/chinese.ts';
import { CLIENT_CODES, SDK_CODES } from '../../packages/cli/src/errors/client-codes.ts';
import { OPERATION_CODES } from '../../packages/cli/src/errors/operation-codes.ts';
import { VERIFY_CODES } from '../../packages/cli/src/errors/proof-codes.ts';

const root = resolve(import.meta.dirname, '../..');
const SAYING = /\b(?:output\.(?:talk|warn)|askSecret|ok|warning|failure|UseError|say)\(/g;
const CHINESE = /[\u4e00-\u9fff]/;
/** Marks and names that are the same in both. */
const ALIKE = /touchmark:|code: /g;

async function sourcesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

/** From the opening bracket to the one that closes it. */
function callAt(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(open, at + 1);
  }
  return text.slice(open);
}

/** The words of a call that stand there themselves: neither what is put in, nor names of checks. */
function wordsOf(call: string): string {
  const texts = [...call.matchAll(/`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'/g)];
  return texts
    .map(([, template = '', plain = '']) => template.replaceAll(/\$\{[^}]*\}/g, ' ') + plain)
    .filter((text) => / /.test(text.trim()))
    .join(' ')
    .replaceAll(ALIKE, '');
}

test('whatever is said to people is said in both languages', async () => {
  const files = [
    ...(await sourcesIn('packages/cli/src')),
    ...(await sourcesIn('scripts/network')),
    'scripts/network.ts',
  ];
  let count = 0;
  const english: string[] = [];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const found of text.matchAll(SAYING)) {
      const call = callAt(text, found.index + found[0].length - 1);
      count += 1;
      const isEnglish = /[a-z]{3,} [a-z]{2,}/.test(wordsOf(call)) && !CHINESE.test(call);
      if (isEnglish) english.push(`${file}: ${call.slice(0, 80)}`);
    }
  }
  assert.ok(count > 100, `${count} calls`);
  assert.deepEqual(english, []);
});

test('an error says in Chinese what its code means, and keeps what it is about', () => {
  const tables = [SDK_CODES, CLIENT_CODES, OPERATION_CODES, VERIFY_CODES, PROBLEMS, CODEC_WORDS];
  for (const code of tables.flatMap((table) => Object.keys(table))) {
    const said = inChinese(code, 'about a.bin', undefined);
    assert.match(said, /^[^]*[\u4e00-\u9fff][^]*\n详情：about a\.bin$/, code);
  }
  assert.match(inChinese('SYSTEM_ENOENT', 'There is no file a', undefined), /^文件不存在。/);
  const refused = inChinese('GOVERNANCE_TOO_FEW_VALIDATORS', 'no', undefined);
  assert.match(refused, /^验证者将只剩 … 个/);
  assert.equal(inChinese('NO_SUCH_CODE', 'what it is', undefined), 'what it is');
  assert.equal(inChinese('VERIFY_MALFORMED', '已是中文', undefined), '已是中文');
});
