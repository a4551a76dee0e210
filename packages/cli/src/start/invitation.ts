import { relative, resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
import type { Language } from '../output/language.ts';
import { shellWord } from '../output/shell-word.ts';
import type { Example } from './example.ts';
import { inLanguage } from '../output/in-language.ts';

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return shellWord(fromHere !== '' && !fromHere.startsWith('..') ? fromHere : path);
}

/**
 * What is said when the network serves: where it is, and one line each to resolve, verify and
 * register.
 */
export function invitation(
  language: Language,
  url: string,
  directory: string,
  example: Example,
): string {
  const say = (en: string, zh: string): string => inLanguage({ language }, en, zh);
  const genesis = shortest(resolve(directory, FILES.genesis));
  const keys = shortest(resolve(directory, FILES.keys));
  const registration = example.registrations[0];
  const prefix = registration?.prefix ?? '';
  const identifier = `${prefix}/${registration?.entries[0]?.suffix ?? ''}`;
  const made = `${prefix}/HELLO-$(date +%s)`;
  return [
    '',
    say(
      `Touchmark runs: a network of one process with an example in it, in ${shortest(directory)}.`,
      `Touchmark 已运行：单进程网络，含示例，位于 ${shortest(directory)}。`,
    ),
    '',
    say(`  Documentation of the interface  ${url}/docs`, `  接口文档            ${url}/docs`),
    say(
      `  Genesis file, for verifying     ${url}/v1/genesis`,
      `  创世文件（验证用）  ${url}/v1/genesis`,
    ),
    say(
      `  Numbers of the network          ${url}/v1/statistics`,
      `  网络统计            ${url}/v1/statistics`,
    ),
    '',
    say('Resolve an identifier:', '解析标识：'),
    `  npx touchmark resolve ${identifier} --url ${url}`,
    say('Verify an answer offline:', '离线验证应答：'),
    `  npx touchmark prove ${identifier} --url ${url} --out answer.bin && npx touchmark verify answer.bin --genesis ${genesis}`,
    say('Register a new one:', '注册新标识：'),
    `  npx touchmark register ${made} --value URL=https://example.com --url ${url} --keystore ${keys} --key ${registration?.by ?? ''}`,
    '',
    say(
      'Ctrl+C stops it; everything is kept. `npm start -- --fresh` starts over.',
      '按 Ctrl+C 停止，数据保留。`npm start -- --fresh` 重新开始。',
    ),
  ].join('\n');
}
