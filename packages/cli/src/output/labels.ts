import type { Language } from './language.ts';

interface Reader {
  readonly language: Language;
}

/** What stands before a value. */
const LABELS = {
  action: '动作',
  address: '地址',
  '+ after': '+ 之后',
  author: '提案方',
  '- before': '- 之前',
  block: '区块',
  closes: '截止',
  committee: '委员会',
  'credit code': '统一社会信用代码',
  document: '文件',
  entry: '条目',
  'genesis hash': '创世文件哈希',
  hash: '哈希',
  holder: '持有者',
  id: '标识',
  identifiers: '标识数',
  key: '密钥',
  LEI: 'LEI',
  name: '名称',
  network: '网络',
  'newest header': '最新区块头',
  'next key': '下一密钥',
  'node id': '节点编号',
  organizations: '机构数',
  outcome: '结果',
  prefix: '前缀',
  prefixes: '前缀数',
  process: '进程',
  proposal: '提案',
  roles: '角色',
  'root before': '此前的根',
  rule: '规则',
  'signed by': '签名者',
  'state root': '状态根',
  status: '状态',
  time: '时间',
  title: '标题',
  'transaction, not proven': '交易（未证明）',
  'validator key': '验证者密钥',
  version: '版本',
  vote: '投票',
} as const;

export type Label = keyof typeof LABELS;

export const labelOf = ({ language }: Reader, label: Label): string =>
  language === 'zh' ? LABELS[label] : label;

/** How something stands; JSON keeps the English word. */
const STATUSES: Readonly<Record<string, string>> = {
  active: '有效',
  accepted: '已通过，待执行',
  dropped: '已放弃',
  executed: '已执行',
  expired: '已过期',
  failed: '执行失败',
  left: '已退出',
  'not-yet': '未生效',
  open: '进行中',
  overlap: '交替中',
  recovery: '恢复用',
  rejected: '未通过',
  retired: '已停用',
  revoked: '已吊销',
  suspended: '已暂停',
  withdrawn: '已撤回',
};

export const statusText = ({ language }: Reader, status: string): string =>
  language === 'zh' ? (STATUSES[status] ?? status) : status;
