import { refusalsOf } from './refusal.ts';

/** The kernel's own refusals, numbers 1 to 99. */
export const KERNEL_ERRORS = {
  TRANSACTION_WRONG_CHAIN: {
    number: 1,
    en: 'The transaction is for the chain {given}; this one is {expected}. Sign it anew for this chain.',
    zh: '该交易属于链 {given}，而本链为 {expected}。请针对本链重新签名。',
  },
  TRANSACTION_EXPIRED: {
    number: 2,
    en: 'The transaction expired at {expiresAtMs} ms; block time is {blockTimeMs} ms. Sign it anew with a later expiry.',
    zh: '该交易已于 {expiresAtMs} 毫秒过期，当前区块时间为 {blockTimeMs} 毫秒。请设置更晚的有效期并重新签名。',
  },
  TRANSACTION_EXPIRY_TOO_FAR: {
    number: 3,
    en: 'The transaction expires at {expiresAtMs} ms, later than the allowed {latestMs} ms. Sign it anew with an earlier expiry.',
    zh: '该交易的有效期 {expiresAtMs} 毫秒超过允许的最晚时间 {latestMs} 毫秒。请缩短有效期并重新签名。',
  },
  TRANSACTION_REPLAYED: {
    number: 4,
    en: 'This transaction was decided before, with result code {result}. Look up its receipt; there is nothing to send again.',
    zh: '该交易此前已处理，结果码为 {result}。请查询其回执，无需再次提交。',
  },
  SIGNER_UNKNOWN: {
    number: 5,
    en: 'No organization has the key {keyId}. Sign with a key that is registered, or have this one added.',
    zh: '没有任何机构登记密钥 {keyId}。请使用已登记的密钥签名，或先登记该密钥。',
  },
  SIGNER_KEY_REVOKED: {
    number: 6,
    en: 'The key {keyId} of {organization} is revoked. Sign with an active key.',
    zh: '机构 {organization} 的密钥 {keyId} 已被吊销。请使用有效密钥签名。',
  },
  SIGNER_ORGANIZATION_SUSPENDED: {
    number: 7,
    en: 'The organization {organization} is suspended and cannot submit transactions. Ask an administrator to reinstate it.',
    zh: '机构 {organization} 已被暂停，不能提交交易。请联系管理员恢复。',
  },
  SIGNER_ALGORITHM_MISMATCH: {
    number: 8,
    en: 'The key {keyId} is registered for {expected}, but the signature says {given}. Sign with the algorithm of the key.',
    zh: '密钥 {keyId} 登记的算法为 {expected}，而签名声明为 {given}。请使用密钥对应的算法签名。',
  },
  SIGNATURE_INVALID: {
    number: 9,
    en: 'The signature by key {keyId} does not hold. Sign the exact bytes that are sent, with that key.',
    zh: '密钥 {keyId} 的签名无效。请用该密钥对所提交的原始字节签名。',
  },
  ACTION_UNKNOWN: {
    number: 10,
    en: 'Action {action} has the type {type}, which this ledger does not know. Check its spelling and the ledger version.',
    zh: '第 {action} 个操作的类型 {type} 不被本账本支持。请检查拼写和账本版本。',
  },
  ACTION_PARAMS_INVALID: {
    number: 11,
    en: 'Action {action}: the field "{field}" is not as it must be ({problem}). See the description of the action.',
    zh: '第 {action} 个操作的字段“{field}”不符合要求（{problem}）。请参阅该操作的说明。',
  },
  TRANSACTION_WRITES_EXCEEDED: {
    number: 12,
    en: 'The transaction would write more than {limit} {what}. Split it into several.',
    zh: '该交易写入的内容超过上限（{limit} {what}）。请拆分为多个交易。',
  },
  BLOCK_FULL: {
    number: 13,
    en: 'The block has reached its limit of {limit} {what}. Send the same transaction again.',
    zh: '区块已达到上限（{limit} {what}）。请重新提交同一交易。',
  },
  SIGNER_KEY_EXPIRED: {
    number: 14,
    en: 'The key {keyId} of {organization} is no longer valid. Sign with the key that has replaced it.',
    zh: '机构 {organization} 的密钥 {keyId} 已过有效期。请使用替换后的密钥签名。',
  },
  SIGNER_KEY_NOT_YET_VALID: {
    number: 15,
    en: 'The key {keyId} of {organization} is not valid yet. Sign with another key, or wait until it is.',
    zh: '机构 {organization} 的密钥 {keyId} 尚未生效。请使用其他密钥，或待其生效。',
  },
  SIGNER_ORGANIZATION_LEFT: {
    number: 16,
    en: 'The organization {organization} has left the network and submits nothing any more. Apply anew under another id.',
    zh: '机构 {organization} 已退出网络，不能再提交交易。请以新标识重新申请加入。',
  },
  SIGNER_KEY_OUT_OF_SCOPE: {
    number: 17,
    en: 'The key {keyId} of {organization} may not sign {type}. Sign with a key that has it in its scopes; recovery needs one without scopes and end.',
    zh: '机构 {organization} 的密钥 {keyId} 无权签署 {type}。请使用权限范围包含该操作的密钥；恢复类操作须使用无范围限制且无期限的密钥。',
  },
  TRANSACTION_SIGNATURES_EXCEEDED: {
    number: 18,
    en: 'The transaction brings more than {limit} proofs of keys. Split it into several.',
    zh: '该交易携带的密钥证明超过上限（{limit} 个）。请拆分为多个交易。',
  },
} as const;

export const refuse = refusalsOf(KERNEL_ERRORS);

/** Refusals that turn a transaction away: its id is not kept, see spec/ledger.md §3. */
const TURNING_AWAY: readonly number[] = [
  KERNEL_ERRORS.TRANSACTION_WRONG_CHAIN,
  KERNEL_ERRORS.TRANSACTION_EXPIRED,
  KERNEL_ERRORS.TRANSACTION_EXPIRY_TOO_FAR,
  KERNEL_ERRORS.TRANSACTION_REPLAYED,
  KERNEL_ERRORS.SIGNER_UNKNOWN,
  KERNEL_ERRORS.SIGNER_KEY_REVOKED,
  KERNEL_ERRORS.SIGNER_KEY_EXPIRED,
  KERNEL_ERRORS.SIGNER_KEY_NOT_YET_VALID,
  KERNEL_ERRORS.SIGNER_KEY_OUT_OF_SCOPE,
  KERNEL_ERRORS.SIGNER_ORGANIZATION_SUSPENDED,
  KERNEL_ERRORS.SIGNER_ORGANIZATION_LEFT,
  KERNEL_ERRORS.SIGNER_ALGORITHM_MISMATCH,
  KERNEL_ERRORS.SIGNATURE_INVALID,
  KERNEL_ERRORS.BLOCK_FULL,
].map(({ number }) => number);

export function isTurnedAway(code: number): boolean {
  return TURNING_AWAY.includes(code);
}
