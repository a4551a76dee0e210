import type { Language } from './language.ts';
import { shellWord } from './shell-word.ts';

/** What commands say about answers, in both languages. Code and JSON stay English. */
interface Words {
  readonly done: string;
  readonly refused: string;
  readonly active: string;
  readonly retired: string;
  readonly version: (version: number) => string;
  readonly heldBy: (holder: string) => string;
  readonly reason: (reason: string) => string;
  readonly restricted: (digest: string) => string;
  readonly written: string;
  readonly proposal: string;
  readonly proven: string;
  readonly signedBy: string;
  readonly atBlock: (height: number, time: string) => string;
  readonly atBlockAlone: (height: number) => string;
  readonly transaction: (id: string) => string;
  readonly stateAfter: (height: number, root: string, chainId: string) => string;
  readonly power: (signed: string, total: string) => string;
  readonly absent: (identifier: string) => string;
  readonly absentThen: (identifier: string, when: string) => string;
  readonly registeredLater: (height: number, time: string) => string;
  readonly asOf: (when: string) => string;
  readonly block: (height: number) => string;
  readonly listed: (
    count: number,
    prefix: string,
    from: string | null,
    to: string | null,
  ) => string;
  readonly undelegated: (prefix: string) => string;
  readonly trustsNode: (chainId: string) => string;
  readonly more: (cursor: string) => string;
  readonly tooManyAliases: (identifier: string) => string;
  readonly prefixItself: string;
  readonly changes: (blocks: number, prefix: string, from: number, to: number) => string;
  readonly batch: (result: BatchOutcome) => string;
  readonly undecided: (transactionId: string, seconds: number) => string;
  readonly again: (why: string, seconds: number) => string;
  readonly progress: (done: number, total: number) => string;
  readonly packed: (file: string, isBatch: boolean) => string;
  readonly saved: (file: string, bytes: number, trust: SavedTrust) => string;
}

/** What whoever checks a file needs beside it. */
export interface SavedTrust {
  readonly genesis: string | undefined;
  /** Its signers are not all of the genesis file: a trust path leads to them. */
  readonly hasNewValidators: boolean;
}

/** How many identifiers a batch registered, now and in earlier runs. */
export interface BatchOutcome {
  readonly registered: number;
  readonly before: number;
  readonly transactions: number;
  readonly complete: boolean;
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Another one to paste. */
function posted(file: string, isBatch: boolean): string {
  const path = isBatch ? '/v1/batches' : '/v1/transactions';
  return `curl -H 'Content-Type: application/cbor' --data-binary @${shellWord(file)} "$TOUCHMARK_URL${path}"`;
}

/** A line to paste. Standard input is spent, so a genesis file from there has to be named. */
function verification(file: string, { genesis, hasNewValidators }: SavedTrust): string {
  const trusted = `--genesis ${genesis === undefined || genesis === '-' ? 'FILE' : shellWord(genesis)}`;
  const verify = `npx touchmark verify ${shellWord(file)} ${trusted}`;
  if (!hasNewValidators) return `  ${verify}`;
  const path = shellWord(`${file}.path`);
  return `  npx touchmark trust path ${trusted} --out ${path}\n  ${verify} --trust-path ${path}`;
}

const ENGLISH: Words = {
  done: 'done',
  refused: 'refused',
  active: 'active',
  retired: 'retired',
  version: (version) => `version ${version}`,
  heldBy: (holder) => `held by ${holder}`,
  reason: (reason) => `reason: ${reason}`,
  restricted: (digest) => `restricted, SHA-256 ${digest}`,
  written: 'written',
  proposal: 'proposal',
  proven: 'proven',
  signedBy: 'signed by',
  atBlock: (height, time) => `block ${height}, ${time}`,
  atBlockAlone: (height) => `block ${height}`,
  transaction: (id) => `transaction ${id}`,
  stateAfter: (height, root, chainId) => `state after block ${height} of ${chainId}, root ${root}`,
  power: (signed, total) => `voting power ${signed} of ${total}`,
  absent: (identifier) => `${identifier} is not registered.`,
  absentThen: (identifier, when) => `${identifier} was not registered ${when}.`,
  registeredLater: (height, time) => `It was registered later: block ${height}, ${time}.`,
  asOf: (when) => `as it was ${when}`,
  block: (height) => `after block ${height}`,
  listed: (count, prefix, from, to) => {
    const start = from === null ? 'the first' : `after ${from}`;
    return `${counted(count, 'record')} under ${prefix}, proven complete from ${start} to ${to ?? 'the last'}`;
  },
  undelegated: (prefix) => `${prefix} is not delegated (says the node; not proven).`,
  trustsNode: (chainId) =>
    `Trusting the genesis file of the node itself (chain ${chainId}); --genesis FILE names another.`,
  batch: ({ registered, before, transactions, complete }) => {
    const earlier = before === 0 ? '' : `, ${before} by an earlier run`;
    const now = `${counted(registered, 'identifier')} registered in ${counted(transactions, 'transaction')}`;
    return `${now}${earlier}${complete ? '' : '; not complete'}`;
  },
  more: (cursor) => `There are more. Go on with --after ${cursor}`,
  tooManyAliases: (identifier) => `Too many aliases: not followed beyond ${identifier}.`,
  prefixItself: '(the prefix itself)',
  changes: (blocks, prefix, from, to) =>
    `changes in ${blocks} blocks directly under ${prefix}, proven complete from block ${from} to ${to}`,
  undecided: (transactionId, seconds) =>
    `The node has taken transaction ${transactionId}; no block has it yet. Waiting ${seconds} s more.`,
  again: (why, seconds) => `${why} Trying again in ${seconds} s.`,
  progress: (done, total) => `${done} of ${total}`,
  packed: (file, isBatch) => `Saved in ${file}. Next: ${posted(file, isBatch)}`,
  saved: (file, bytes, trust) =>
    `Saved ${bytes} bytes in ${file}. Check them offline:\n${verification(file, trust)}`,
};

const CHINESE: Words = {
  done: '已完成',
  refused: '被拒绝',
  active: '有效',
  retired: '已停用',
  version: (version) => `第 ${version} 版`,
  heldBy: (holder) => `持有者 ${holder}`,
  reason: (reason) => `原因：${reason}`,
  restricted: (digest) => `受限值，SHA-256 ${digest}`,
  written: '写入',
  proposal: '提案',
  proven: '证明',
  signedBy: '签名者',
  atBlock: (height, time) => `区块 ${height}，${time}`,
  atBlockAlone: (height) => `区块 ${height}`,
  transaction: (id) => `交易 ${id}`,
  stateAfter: (height, root, chainId) => `链 ${chainId} 区块 ${height} 之后的状态，根 ${root}`,
  power: (signed, total) => `投票权 ${signed} / ${total}`,
  absent: (identifier) => `${identifier} 未注册（已证明）。`,
  absentThen: (identifier, when) => `${identifier} ${when}尚未注册（已证明）。`,
  registeredLater: (height, time) => `其后注册：区块 ${height}，${time}。`,
  asOf: (when) => `${when}的状态`,
  block: (height) => `区块 ${height} 之后`,
  listed: (count, prefix, from, to) =>
    `${prefix} 下 ${count} 条记录，已证明完整：自${from === null ? '首条' : ` ${from} 之后`}至${to === null ? '末条' : ` ${to}`}`,
  undelegated: (prefix) => `前缀 ${prefix} 尚未委派（节点所述，未经证明）。`,
  trustsNode: (chainId) =>
    `信任本机节点自带的创世文件（链 ${chainId}）；可用 --genesis FILE 另行指定。`,
  batch: ({ registered, before, transactions, complete }) => {
    const earlier = before === 0 ? '' : `，此前已注册 ${before} 个`;
    const state = complete ? '' : '；尚未完成';
    return `已用 ${transactions} 笔交易注册 ${registered} 个标识${earlier}${state}`;
  },
  more: (cursor) => `还有更多，请用 --after ${cursor} 继续`,
  tooManyAliases: (identifier) => `别名过多，未继续解析 ${identifier}。`,
  prefixItself: '（前缀本身）',
  changes: (blocks, prefix, from, to) =>
    `${prefix} 下共 ${blocks} 个区块有变更，已证明自区块 ${from} 至 ${to} 完整`,
  undecided: (transactionId, seconds) =>
    `节点已接收交易 ${transactionId}，尚未进入区块。再等待 ${seconds} 秒。`,
  again: (why, seconds) => `${why} ${seconds} 秒后重试。`,
  progress: (done, total) => `${done} / ${total}`,
  packed: (file, isBatch) => `已保存到 ${file}。下一步：${posted(file, isBatch)}`,
  saved: (file, bytes, trust) =>
    `已保存 ${bytes} 字节到 ${file}。离线验证：\n${verification(file, trust)}`,
};

export function wordsOf(language: Language): Words {
  return language === 'zh' ? CHINESE : ENGLISH;
}
