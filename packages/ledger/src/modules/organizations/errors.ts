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
    en: 'The key {keyId} is the last one of {id} without scopes and end that signs now. Add another such key first.',
    zh: '密钥 {keyId} 是机构 {id} 最后一个当前有效且无范围限制、无期限的密钥。请先添加另一个此类密钥。',
  },
  ORGANIZATIONS_LEFT: {
    number: 113,
    en: 'The organization {id} has left the network for good. Have it apply anew under another id.',
    zh: '机构 {id} 已永久退出网络。请其以新标识重新申请。',
  },
  ORGANIZATIONS_NOT_ITSELF: {
    number: 128,
    en: 'Only {id} itself adds and replaces keys of {id}; {author} is another organization. Sign with a key of {id}.',
    zh: '只有机构 {id} 自己可以添加或更换其密钥，{author} 是另一机构。请使用 {id} 的密钥签名。',
  },
  ORGANIZATIONS_APPLICATION_EXISTS: {
    number: 114,
    en: 'Somebody else has applied for the id {id}. Choose another id, or wait until that application is decided.',
    zh: '已有其他申请者申请标识 {id}。请另选标识，或等待该申请处理完毕。',
  },
  ORGANIZATIONS_TOO_MANY_APPLICATIONS: {
    number: 115,
    en: '{limit} applications are waiting, the most allowed. Apply again when some of them are decided.',
    zh: '等待处理的申请已达上限 {limit} 个。请待部分申请处理后再提交。',
  },
  ORGANIZATIONS_APPLICATION_UNKNOWN: {
    number: 116,
    en: 'No application for {id} is waiting. Check the spelling; after 14 days one has to be made anew.',
    zh: '没有等待处理的 {id} 的申请。请检查拼写；申请满 14 天后需重新提交。',
  },
  ORGANIZATIONS_APPLICATION_CHANGED: {
    number: 117,
    en: 'The application for {id} is not the one that was looked at. Read it again and decide about that.',
    zh: '{id} 的申请与先前审阅的不同。请重新阅读后再决定。',
  },
  ORGANIZATIONS_CREDIT_CODE_INVALID: {
    number: 118,
    en: '{code} is no unified social credit code (GB 32100): its check character does not fit. Copy it again from the licence.',
    zh: '{code} 不是有效的统一社会信用代码（GB 32100），校验码不符。请对照营业执照重新填写。',
  },
  ORGANIZATIONS_LEI_INVALID: {
    number: 119,
    en: '{code} is no LEI (ISO 17442): its check digits do not fit. Copy it again from the register.',
    zh: '{code} 不是有效的 LEI（ISO 17442），校验位不符。请对照登记信息重新填写。',
  },
  ORGANIZATIONS_CODE_TAKEN: {
    number: 120,
    en: 'The code {code} belongs to {holder} already. Check the code; an organization takes part once.',
    zh: '代码 {code} 已属于 {holder}。请检查代码；同一机构只能加入一次。',
  },
  ORGANIZATIONS_KEY_VALIDITY: {
    number: 121,
    en: 'The key {keyId} would end before it begins. Give a later end, or none.',
    zh: '密钥 {keyId} 的失效时间早于生效时间。请设置更晚的失效时间或不设。',
  },
  ORGANIZATIONS_RECOVERY_THRESHOLD: {
    number: 122,
    en: '{threshold} of {keys} recovery keys can not be. Ask for at least one and at most all of them, or give no keys and 0.',
    zh: '恢复密钥共 {keys} 个，不能要求 {threshold} 个。请设置为 1 至全部，或不给密钥并设为 0。',
  },
  ORGANIZATIONS_URGENCY_REPEATED: {
    number: 123,
    en: '{id} was suspended by urgency; not again before {fromMs} ms. Decide on an ordinary suspension.',
    zh: '{id} 曾被紧急暂停，{fromMs} 毫秒之前不得再次紧急暂停。请表决普通暂停。',
  },
  ORGANIZATIONS_DOCUMENT_UNKNOWN: {
    number: 124,
    en: 'The organization {id} has attached no document {name}. Check the name.',
    zh: '机构 {id} 没有附加文档 {name}。请检查名称。',
  },
  ORGANIZATIONS_TOO_MANY_DOCUMENTS: {
    number: 125,
    en: 'The organization {id} has attached {limit} documents, the most allowed. Detach one first.',
    zh: '机构 {id} 已附加 {limit} 个文档，达到上限。请先移除一个。',
  },
  ORGANIZATIONS_QUOTA_REGISTRATIONS: {
    number: 126,
    en: '{organization} has registered {used} of {limit} identifiers today; {wanted} more are too many. Go on after {resetsAtMs} ms, or ask for a higher quota.',
    zh: '{organization} 今日已注册 {used} 个标识，上限 {limit} 个，不能再注册 {wanted} 个。请在 {resetsAtMs} 毫秒之后继续，或申请提高配额。',
  },
  ORGANIZATIONS_QUOTA_BYTES: {
    number: 127,
    en: '{organization} has sent {used} of {limit} bytes today; {wanted} more are too many. Go on after {resetsAtMs} ms, or ask for a higher quota.',
    zh: '{organization} 今日已提交 {used} 字节，上限 {limit} 字节，不能再提交 {wanted} 字节。请在 {resetsAtMs} 毫秒之后继续，或申请提高配额。',
  },
  ORGANIZATIONS_KEY_UNPROVEN: {
    number: 129,
    en: 'Nobody has shown that {organization} holds the key {keyId}: its proof is not for this key, organization and network. Have its holder make one (touchmark key prove).',
    zh: '未能证明机构 {organization} 持有密钥 {keyId}：其证明与该密钥、机构和网络不符。请由持有人重新生成（touchmark key prove）。',
  },
  ORGANIZATIONS_KEY_BEYOND_SIGNER: {
    number: 130,
    en: 'The key {keyId} may do more, or longer, than each key of {id} that signed. Sign with a key of {id} without scopes and end, or narrow the new key.',
    zh: '密钥 {keyId} 的权限范围或有效期超出机构 {id} 的签名密钥。请使用该机构无范围限制且无期限的密钥签名，或缩小新密钥的权限。',
  },
  ORGANIZATIONS_KEY_ENDED: {
    number: 131,
    en: 'The key {keyId} of {id} has ended, and what replaces it would have the same end. Add a new key instead.',
    zh: '机构 {id} 的密钥 {keyId} 已到期，替换后的密钥期限相同。请改为添加新密钥。',
  },
  ORGANIZATIONS_SPONSOR_NEEDED: {
    number: 132,
    en: '{limit} applications that no organization of the network has signed are waiting, the most allowed. Have a member sign and send it as your sponsor (touchmark organization apply --public-key).',
    zh: '未经网络成员签名的申请已有 {limit} 个在等待，达到上限。请由一个成员作为担保方签名并提交（touchmark organization apply --public-key）。',
  },
  ORGANIZATIONS_TOO_MANY_SPONSORED: {
    number: 133,
    en: '{sponsor} sponsors {limit} waiting applications, the most allowed. Have some of them decided, or ask another member.',
    zh: '{sponsor} 担保的申请已有 {limit} 个在等待，达到上限。请待部分申请处理完毕，或请其他成员担保。',
  },
} as const;

export const refuse = refusalsOf(ORGANIZATIONS_ERRORS);
