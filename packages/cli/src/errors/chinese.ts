import { CODEC_WORDS, PROBLEMS, type ProblemKind } from '@touchmark/node';
import { describeRefusal } from '@touchmark/sdk';
import { SYSTEM_ERRORS } from '../failure.ts';
import { isJsonObject } from '../files/json-object.ts';
import { CLIENT_CODES, SDK_CODES } from './client-codes.ts';
import { OPERATION_CODES } from './operation-codes.ts';
import { COMET_CODES, PROOF_CODES, VERIFY_CODES } from './proof-codes.ts';
import { ENGINE_CODES, STORE_CODES, TRANSFER_CODES } from './store-codes.ts';
import type { CodeTable } from './words.ts';

const TABLE: CodeTable = {
  ...SDK_CODES,
  ...CLIENT_CODES,
  ...OPERATION_CODES,
  ...VERIFY_CODES,
  ...PROOF_CODES,
  ...COMET_CODES,
  ...ENGINE_CODES,
  ...STORE_CODES,
  ...TRANSFER_CODES,
};

const OF_NODES: Readonly<Record<string, ProblemKind>> = PROBLEMS;

const HAS_CHINESE = /[\u4e00-\u9fff]/;
const sentence = (text: string): string => (text.endsWith('。') ? text : `${text}。`);

/**
 * What a failed command says to who reads Chinese: what the code means and what to do, then the English words, which
 * have what it is about: the file, the number, the key.
 */
export function inChinese(code: string, message: string, error: unknown): string {
  if (HAS_CHINESE.test(message)) return message;
  const words = meaningOf(code, error);
  return words === undefined ? message : `${words}\n详情：${message}`;
}

function meaningOf(code: string, error: unknown): string | undefined {
  const own = TABLE[code];
  if (own !== undefined) return `${sentence(own[1])}${own[3]}`;
  const ofNode = OF_NODES[code];
  if (ofNode !== undefined) return `${sentence(ofNode.zh)}${ofNode.fix.zh}`;
  const codec = CODEC_WORDS[code];
  if (codec !== undefined) return `${sentence(codec.zh)}${codec.fix.zh}`;
  const system = SYSTEM_ERRORS[code.replace(/^SYSTEM_/, '')];
  if (system !== undefined) return system[1].replace(/ ?% ?/, '');
  return ofLedger(code, error);
}

/** A node's problem names what the ledger's decision is about. */
function ofLedger(code: string, error: unknown): string | undefined {
  const problem = error instanceof Error && 'problem' in error ? error.problem : undefined;
  const given = isJsonObject(problem) ? problem['details'] : undefined;
  const details = isJsonObject(given) ? Object.entries(given).filter(isDetail) : [];
  const words = describeRefusal(code, Object.fromEntries(details), 'zh');
  return words.includes(code) ? undefined : words.replaceAll('?', '…');
}

const isDetail = (entry: [string, unknown]): entry is [string, string | number] =>
  typeof entry[1] === 'string' || typeof entry[1] === 'number';
