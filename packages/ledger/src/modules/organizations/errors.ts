import { refusalsOf } from '../../kernel/refusal.ts';

export const ORGANIZATIONS_ERRORS = {
  ORGANIZATIONS_ALREADY_ADMITTED: {
    number: 101,
    en: 'The organization id {id} is taken. Choose another one.',
    zh: '机构标识 {id} 已被占用。请另选一个。',
  },
  ORGANIZATIONS_UNKNOWN: {
    number: 102,
    en: 'There is no organization {id}. Check the spelling, or have it admitted first.',
    zh: '不存在机构 {id}。请检查拼写，或先将其接纳。',
  },
  ORGANIZATIONS_ALREADY_SUSPENDED: {
    number: 103,
    en: 'The organization {id} is suspended already; nothing needs to be done.',
    zh: '机构 {id} 已处于暂停状态，无需操作。',
  },
  ORGANIZATIONS_NOT_SUSPENDED: {
    number: 104,
    en: 'The organization {id} is not suspended; nothing needs to be done.',
    zh: '机构 {id} 未被暂停，无需操作。',
  },
  ORGANIZATIONS_LAST_ADMINISTRATOR: {
    number: 105,
    en: '{id} is the last active administrator. Give the role to another organization first.',
    zh: '{id} 是最后一个有效的管理员。请先将该角色授予其他机构。',
  },
  ORGANIZATIONS_KEY_UNACCEPTABLE: {
    number: 106,
    en: 'The public key is not a valid {algorithm} key. Export it anew; make a new one if it stays so.',
    zh: '该公钥不是有效的 {algorithm} 公钥。请重新导出，若仍无效请生成新的密钥。',
  },
  ORGANIZATIONS_KEY_TAKEN: {
    number: 107,
    en: 'The key {keyId} is registered for {organization} already. Use a new key; keys are never used again.',
    zh: '密钥 {keyId} 已登记在机构 {organization} 名下。请使用新密钥，密钥不可重复使用。',
  },
  ORGANIZATIONS_TOO_MANY_KEYS: {
    number: 108,
    en: 'The organization {id} has {limit} active keys, the most allowed. Revoke one first.',
    zh: '机构 {id} 已有 {limit} 个有效密钥，达到上限。请先吊销一个。',
  },
  ORGANIZATIONS_KEY_UNKNOWN: {
    number: 110,
    en: 'The organization {id} has no key {keyId}. Check the key id.',
    zh: '机构 {id} 没有密钥 {keyId}。请检查密钥标识。',
  },
  ORGANIZATIONS_KEY_ALREADY_REVOKED: {
    number: 111,
    en: 'The key {keyId} of {id} is revoked already; nothing needs to be done.',
    zh: '机构 {id} 的密钥 {keyId} 已被吊销，无需操作。',
  },
  ORGANIZATIONS_LAST_KEY: {
    number: 112,
    en: 'The key {keyId} is the last active one of {id}. Add another key first.',
    zh: '密钥 {keyId} 是机构 {id} 最后一个有效密钥。请先添加其他密钥。',
  },
} as const;

export const refuse = refusalsOf(ORGANIZATIONS_ERRORS);
