import type { VerifyErrorCode } from '@touchmark/verify';
import type { CodeTable, CodeWords } from './words.ts';

const ELSEWHERE = [
  'Do not use it. Fetch it again, or ask another node.',
  '请勿使用。请重新获取，或询问其他节点。',
] as const;
const TRUST = [
  'Compare what you trust with what the network published.',
  '请核对所信任的内容与网络公布的内容。',
] as const;

/** What does not prove what it claims. */
export const VERIFY_CODES: Record<VerifyErrorCode, CodeWords> = {
  VERIFY_MALFORMED: [
    'The bytes are no answer or receipt.',
    '字节不是应答或回执。',
    'Check that it is the whole file that `prove` wrote; else fetch it again.',
    '请确认它是 prove 写出的完整文件，否则请重新获取。',
  ],
  VERIFY_QUERY_DAMAGED: [
    'The question in the answer cannot be read.',
    '应答中的查询无法读取。',
    ...ELSEWHERE,
  ],
  VERIFY_UNEXPECTED_QUERY: ['It answers another question.', '它回答的是另一个查询。', ...ELSEWHERE],
  VERIFY_TRUST_INVALID: [
    'The genesis file or header to trust cannot be used.',
    '所信任的创世文件或区块头不可用。',
    ...TRUST,
  ],
  VERIFY_WRONG_CHAIN: ['It is of another chain.', '它属于另一条链。', ...TRUST],
  VERIFY_VALIDATORS_MISMATCH: [
    'The validators are not those that the header names.',
    '验证者与区块头所示不符。',
    ...ELSEWHERE,
  ],
  VERIFY_VALIDATORS_UNKNOWN: [
    'The validators are not those that are trusted.',
    '验证者不是所信任的验证者。',
    'If they changed: touchmark trust path, then verify with --trust-path. Else do not use it.',
    '若验证者已变更：先用 touchmark trust path，再以 --trust-path 验证。否则请勿使用。',
  ],
  VERIFY_TRUST_EXPIRED: [
    'What is trusted is older than the trust period: keys that were given up since could have signed this.',
    '所信任的内容已超过信任期：此后弃用的密钥可能签署了它。',
    'Ask a member for height and hash of a newer header, then: touchmark trust renew --at HEIGHT:HASH.',
    '请向可信成员索取较新区块头的高度和哈希，然后运行：touchmark trust renew --at HEIGHT:HASH。',
  ],
  VERIFY_COMMIT_MISMATCH: [
    'The signatures are for another header.',
    '签名属于另一个区块头。',
    ...ELSEWHERE,
  ],
  VERIFY_SIGNATURE_INVALID: [
    'A signature of a validator does not hold.',
    '验证者的签名无效。',
    ...ELSEWHERE,
  ],
  VERIFY_POWER_INSUFFICIENT: [
    'Not more than two thirds of the voting power signed.',
    '签名的投票权未超过三分之二。',
    ...ELSEWHERE,
  ],
  VERIFY_HEADER_CONFLICT: [
    'Another header of this height is trusted.',
    '该高度已信任另一个区块头。',
    'Keep both headers, tell the members: validators may have signed twice.',
    '请保留两个区块头并告知成员：验证者可能重复签名。',
  ],
  VERIFY_HEADER_OLDER: [
    'The header is older than the trusted one.',
    '区块头早于所信任的区块头。',
    'Trust an older header or the genesis file.',
    '请信任更早的区块头或创世文件。',
  ],
  VERIFY_HEADER_TIME: [
    'The time of the header is not later than that of the trusted one.',
    '区块头的时间不晚于所信任的区块头。',
    ...ELSEWHERE,
  ],
  VERIFY_FROM_FUTURE: [
    'The header is later than the clock allows.',
    '区块头晚于时钟所允许的时间。',
    'Check the clock of this machine.',
    '请检查本机时钟。',
  ],
  VERIFY_TOO_OLD: [
    'The answer is older than allowed.',
    '应答的时间过早。',
    'Ask again, or allow a greater age.',
    '请重新询问，或放宽期限。',
  ],
  VERIFY_PROOF_INVALID: ['The proof of the state does not hold.', '状态证明无效。', ...ELSEWHERE],
  VERIFY_RECORD_MISMATCH: [
    'The record is not the one that is proven.',
    '记录与所证明的不符。',
    ...ELSEWHERE,
  ],
  VERIFY_RECORD_MALFORMED: ['The record cannot be read.', '记录无法读取。', ...ELSEWHERE],
  VERIFY_HISTORY_BROKEN: [
    'The versions of the record are not linked.',
    '记录的各版本不相连。',
    ...ELSEWHERE,
  ],
  VERIFY_HISTORY_VERSION: [
    'The versions given are not those that the question needs.',
    '所给版本不是该查询所需的版本。',
    ...ELSEWHERE,
  ],
  VERIFY_HISTORY_TOO_LONG: [
    'There are more versions than one answer can hold.',
    '版本过多，一个应答容纳不下。',
    'Ask for a later block or time.',
    '请查询更晚的区块或时间。',
  ],
  VERIFY_AT_TOO_LATE: [
    'The ledger had not got there yet.',
    '账本当时尚未到达该时间点。',
    'Ask for an earlier block or time, or later.',
    '请查询更早的区块或时间，或稍后再试。',
  ],
  VERIFY_LIST_INCOMPLETE: ['The list is not complete.', '列表不完整。', ...ELSEWHERE],
  VERIFY_RESTRICTED_MISMATCH: [
    'The restricted value is not what the record commits to.',
    '受限值与记录的承诺不符。',
    ...ELSEWHERE,
  ],
  VERIFY_RECEIPT_MISMATCH: [
    'The receipt is not the one that is proven.',
    '回执与所证明的不符。',
    ...ELSEWHERE,
  ],
};

export const PROOF_CODES: CodeTable = {
  PROOF_MALFORMED: ['The bytes are no proof.', '字节不是证明。', ...ELSEWHERE],
  PROOF_TOO_MANY_ENTRIES: [
    'The proof shows more entries than were asked for.',
    '证明的条目多于所请求的。',
    ...ELSEWHERE,
  ],
  PROOF_TOO_LARGE: ['The proof is too large.', '证明过大。', ...ELSEWHERE],
  PROOF_INCONSISTENT: ['The proof contradicts itself.', '证明自相矛盾。', ...ELSEWHERE],
  PROOF_INCOMPLETE: ['The proof leaves something out.', '证明不完整。', ...ELSEWHERE],
  PROOF_ROOT_MISMATCH: [
    'The proof leads to another state root.',
    '证明得出另一个状态根。',
    ...ELSEWHERE,
  ],
  PROOF_QUERY_INVALID: [
    'What is to be proven is not a valid question.',
    '要证明的内容不是有效的查询。',
    'Correct the keys or the range.',
    '请更正键或范围。',
  ],
  HISTORY_MALFORMED: ['A version cannot be read.', '某个版本无法读取。', ...ELSEWHERE],
  HISTORY_BROKEN: [
    'A version is not the one that the next names.',
    '某个版本与后一版本所指的不符。',
    ...ELSEWHERE,
  ],
};

const HEADER = [
  'spec/header.md has the form. Fetch the header again.',
  '格式见 spec/header.md。请重新获取区块头。',
] as const;

export const COMET_CODES: CodeTable = {
  COMET_ENCODING: [
    'The bytes are not the one form of a header, commit or validator set.',
    '字节不是区块头、提交或验证者集合的唯一形式。',
    ...HEADER,
  ],
  COMET_HASH_LENGTH: ['A hash has not 32 bytes.', '哈希不是 32 字节。', ...HEADER],
  COMET_CHAIN_ID: ['The chain id has no valid form.', '链编号格式无效。', ...HEADER],
  COMET_TIME: ['A time is out of its range.', '时间超出范围。', ...HEADER],
  COMET_COMMIT_SIG: [
    'A signature of the commit has no valid form.',
    '提交中的签名格式无效。',
    ...HEADER,
  ],
  COMET_MALFORMED: [
    'The bytes are no message of CometBFT, or no bundle of transactions.',
    '字节不是 CometBFT 的消息，也不是交易捆绑。',
    ...HEADER,
  ],
  COMET_VALIDATOR: [
    'A validator has no valid form, or stands twice.',
    '验证者格式无效或重复。',
    ...HEADER,
  ],
  COMET_VALIDATOR_ORDER: ['The validators are not in their order.', '验证者次序不对。', ...HEADER],
  COMET_TOTAL_POWER: ['The voting power adds up to too much.', '投票权总和过大。', ...HEADER],
  COMET_RANGE: ['A number is out of its range.', '数值超出范围。', ...HEADER],
};
