import { ledger } from '@touchmark/ledger';
import {
  CODEC_WORDS,
  PROBLEMS,
  type CodeWords as NodeWords,
  type ProblemKind,
} from '@touchmark/node';
import { EXIT } from '../exit-code.ts';
import { failureOf, SYSTEM_ERRORS } from '../failure.ts';
import { CLIENT_CODES, SDK_CODES } from './client-codes.ts';
import { OPERATION_CODES } from './operation-codes.ts';
import { COMET_CODES, PROOF_CODES, VERIFY_CODES } from './proof-codes.ts';
import { ENGINE_CODES, STORE_CODES, TRANSFER_CODES } from './store-codes.ts';
import type { CodeTable, CodeWords } from './words.ts';

const INTRODUCTION = `# Errors · 错误代码

Generated from what the packages declare, by \`node scripts/generate-errors.ts\`; edit those.

Whatever goes wrong has a code that never changes its meaning; programs go by it, people by the
words. It stands in \`error.code\` of the SDK, in \`code\` of an HTTP problem and of a receipt, and
in the last line of what a command says on stderr (with \`--json\`:
\`{"error": {code, message, exitCode}}\`). *exit* is the exit code of \`touchmark\`
([docs/cli.md](cli.md)), *HTTP* the status of a node's answer ([docs/http.md](http.md)).

每个错误都有含义永不改变的代码：程序依代码处理，人看文字。*exit* 为 \`touchmark\` 的退出码，*HTTP* 为节点应答的状态码。`;

interface Row {
  readonly code: string;
  readonly http?: number;
  readonly exit?: number;
  readonly words: CodeWords;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The exit code of a command that ends with such an error of its own. */
function exitOf(code: string): number {
  return failureOf(Object.assign(new Error(code), { code })).exitCode;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ code, http, exit, words: [en, zh, fixEn, fixZh] }) => {
    const numbers = `${http ?? ''} | ${exit ?? ''}`;
    return `| \`${code}\` | ${numbers} | ${cell(en)} ${cell(fixEn)} | ${cell(zh)}${cell(fixZh)} |`;
  });
  return [
    '| code | HTTP | exit | says, and what to do | 含义与处理 |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

const own = (codes: CodeTable): Row[] =>
  Object.entries(codes).map(([code, words]) => ({ code, exit: exitOf(code), words }));

const sentence = (text: string, stop: string): string => (text.endsWith(stop) ? text : text + stop);

const ofNode = ({ en, zh, fix }: NodeWords): CodeWords => [
  sentence(en, '.'),
  sentence(zh, '。'),
  fix.en,
  fix.zh,
];

/** A node that is busy is one to try again later, whatever its reason (SDK_OVERLOADED). */
function exitOfProblem(code: string, { status }: ProblemKind): number {
  if (status === 503) return EXIT.unreachable;
  return code.startsWith('RECORD_') ? EXIT.absent : EXIT.failed;
}

function problemRows(): Row[] {
  return Object.entries(PROBLEMS).map(([code, kind]) => {
    return { code, http: kind.status, exit: exitOfProblem(code, kind), words: ofNode(kind) };
  });
}

function codecRows(): Row[] {
  return Object.entries(CODEC_WORDS).map(([code, words]) => {
    const http = code.startsWith('READ_TOKEN_') ? 401 : 400;
    return { code, http, exit: exitOf(code), words: ofNode(words) };
  });
}

function decisionRows(): Row[] {
  return [...ledger.registry.errors].map(([code, { en, zh }]) => ({
    code,
    http: code === 'BLOCK_FULL' ? 503 : 422,
    exit: code === 'BLOCK_FULL' ? EXIT.unreachable : EXIT.failed,
    words: [en, zh, '', ''],
  }));
}

function systemRows(): Row[] {
  return Object.entries(SYSTEM_ERRORS).map(([code, [en, zh, exit]]) => ({
    code: `SYSTEM_${code}`,
    exit,
    words: [en.replace('%', '…'), zh.replace('%', '…'), '', ''],
  }));
}

/** docs/errors.md, whole. */
export function errorsPage(): string {
  const sections: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ['What a node answers · 节点的应答', problemRows()],
    ['What cannot be read · 无法读取的内容', codecRows()],
    ['What the ledger refuses · 账本的拒绝', decisionRows()],
    [
      'What does not prove itself · 未能证明的内容',
      [...own(VERIFY_CODES), ...own(PROOF_CODES), ...own(COMET_CODES)],
    ],
    ['On the side of the client · 客户端', [...own(SDK_CODES), ...own(CLIENT_CODES)]],
    ['Operation of a node · 节点运维', own(OPERATION_CODES)],
    [
      'Engine and store · 引擎与存储',
      [...own(ENGINE_CODES), ...own(TRANSFER_CODES), ...own(STORE_CODES)],
    ],
    ['What the system reports · 操作系统的报告', systemRows()],
  ];
  const parts = sections.map(([title, rows]) => `## ${title}\n\n${table(rows)}`);
  return `${[INTRODUCTION, ...parts].join('\n\n')}\n`;
}
