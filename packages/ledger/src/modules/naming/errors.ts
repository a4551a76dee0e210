import { refusalsOf } from '../../kernel/refusal.ts';

export const NAMING_ERRORS = {
  NAMING_PREFIX_TAKEN: {
    number: 200,
    en: 'The prefix {prefix} is delegated to {holder} already. Choose another label.',
    zh: '前缀 {prefix} 已委派给 {holder}。请另选一个标签。',
  },
  NAMING_PARENT_UNKNOWN: {
    number: 201,
    en: 'The prefix {parent} above {prefix} is not delegated to anyone. Have it delegated first.',
    zh: '{prefix} 的上级前缀 {parent} 尚未委派。请先委派上级前缀。',
  },
  NAMING_NOT_PREFIX_HOLDER: {
    number: 203,
    en: 'The prefix {prefix} is held by {holder}; {author} neither holds nor administers it. Ask the holder to do this, or to delegate its administration.',
    zh: '前缀 {prefix} 由 {holder} 持有，{author} 既非持有者也未获管理委托。请由持有者执行，或请其委托管理。',
  },
  NAMING_HOLDER_UNKNOWN: {
    number: 204,
    en: 'There is no organization {holder}. Check the spelling, or have it admitted first.',
    zh: '不存在机构 {holder}。请检查拼写，或先将其接纳。',
  },
  NAMING_HOLDER_SUSPENDED: {
    number: 205,
    en: 'The organization {holder} is suspended and can be given nothing. Have it reinstated first.',
    zh: '机构 {holder} 已被暂停，不能接受委派或转让。请先恢复该机构。',
  },
  NAMING_HOLDER_ROLE: {
    number: 206,
    en: 'To hold {prefix}, {holder} needs the role {role} or a higher one. Have an administrator give it the role.',
    zh: '持有 {prefix} 需要角色 {role} 或更高级别，{holder} 不具备。请由管理员授予该角色。',
  },
  NAMING_PREFIX_UNKNOWN: {
    number: 207,
    en: 'The prefix {prefix} is not delegated to anyone. Check the spelling, or have it delegated first.',
    zh: '前缀 {prefix} 尚未委派。请检查拼写，或先完成委派。',
  },
  NAMING_ENTRY_SHAPE: {
    number: 208,
    en: 'Entry {entry} is not [suffix, values]. Encode it as the description of the action says.',
    zh: '第 {entry} 条不是 [后缀, 值] 的形式。请按照操作说明编码。',
  },
  NAMING_SUFFIX_INVALID: {
    number: 209,
    en: 'The suffix of entry {entry} is not in canonical form. Canonicalize the identifier before registering it.',
    zh: '第 {entry} 条的后缀不是规范形式。请先规范化标识再注册。',
  },
  NAMING_SUFFIX_REPEATED: {
    number: 210,
    en: 'Entry {entry}, counted from 0, has the same suffix as entry {first}. Remove one of them.',
    zh: '第 {entry} 条与第 {first} 条（从 0 计数）的后缀相同。请删除其中一条。',
  },
  NAMING_IDENTIFIER_TAKEN: {
    number: 211,
    en: '{identifier} is registered already. Update it, or leave it out.',
    zh: '{identifier} 已注册。请改用更新操作，或去掉该标识。',
  },
  NAMING_IDENTIFIER_UNKNOWN: {
    number: 212,
    en: 'The identifier {identifier} was never registered. Check the spelling, or register it.',
    zh: '标识 {identifier} 从未注册。请检查拼写，或先注册。',
  },
  NAMING_IDENTIFIER_RETIRED: {
    number: 213,
    en: 'The identifier {identifier} is retired. Register another one, or register it again if the rule of its prefix allows that.',
    zh: '标识 {identifier} 已停用。请注册新的标识；若其前缀的规则允许，也可重新注册。',
  },
  NAMING_VERSION_CONFLICT: {
    number: 214,
    en: '{identifier} is at version {current}, not {expected}: it changed meanwhile. Read it again and repeat.',
    zh: '{identifier} 当前版本为 {current}，而非 {expected}，期间已被修改。请重新读取后再试。',
  },
  NAMING_NOT_RECORD_HOLDER: {
    number: 215,
    en: '{identifier} belongs to {holder}; {author} neither holds it nor administers its prefix. Ask the holder to do this.',
    zh: '{identifier} 属于 {holder}，{author} 既非持有者也未获其前缀的管理委托。请由持有者执行此操作。',
  },
  NAMING_VALUE_INVALID: {
    number: 216,
    en: 'Value {value} is not [index, type, data, ttl, permissions] as it must be: see its {problem}.',
    zh: '第 {value} 个值不符合 [索引, 类型, 数据, 有效期, 权限] 的要求，问题在于：{problem}。',
  },
  NAMING_VALUES_UNSORTED: {
    number: 217,
    en: "Value {value} has an index not above the one before it. Sort a record's values by index, each index once.",
    zh: '第 {value} 个值的索引不大于前一个。请按索引升序排列，且不得重复。',
  },
  NAMING_TOO_MANY_VALUES: {
    number: 218,
    en: 'A record has at most {limit} values. Spread them over several identifiers.',
    zh: '每条记录最多包含 {limit} 个值。请拆分到多个标识。',
  },
  NAMING_RECORD_TOO_LARGE: {
    number: 219,
    en: 'The values of the record take {bytes} bytes; {limit} are allowed. Keep large data elsewhere and register its hash.',
    zh: '该记录的值共 {bytes} 字节，超过上限 {limit}。请将大数据存放于别处并登记其哈希。',
  },
  NAMING_VALUE_UNSALTED: {
    number: 220,
    en: 'Value {value} is restricted (no public read): its data must be bytes, 16 of salt and then the secret.',
    zh: '第 {value} 个值为受限值（公众不可读）：数据必须为字节串，前 16 字节为盐，其后为秘密内容。',
  },
  NAMING_VALUE_IMMUTABLE: {
    number: 221,
    en: 'Value {index} of {identifier} was registered as unchangeable. Leave it as it is.',
    zh: '{identifier} 的值 {index} 注册为不可更改。请保持原样。',
  },
  NAMING_VALUE_NOT_PUBLIC: {
    number: 222,
    en: '{author} is not the holder {holder} of {identifier} and may only give new data to values open to public write; {index} is none.',
    zh: '{author} 不是 {identifier} 的持有者 {holder}，只能修改开放公众写入的值的数据，值 {index} 不属于此类。',
  },
  NAMING_NOTHING_CHANGED: {
    number: 223,
    en: 'The values given are those that {identifier} has already. There is nothing to update.',
    zh: '所给的值与 {identifier} 现有的值相同，无需更新。',
  },
  NAMING_TRANSFER_UNSIGNED: {
    number: 224,
    en: '{name} changes hands only if both sides sign; {organization} has not. Have one of its keys sign the same transaction.',
    zh: '{name} 的转让须由双方签名，{organization} 尚未签名。请让其密钥在同一交易上签名。',
  },
  NAMING_TRANSFER_TO_HOLDER: {
    number: 225,
    en: '{name} is held by {to} already. There is nothing to transfer.',
    zh: '{name} 已由 {to} 持有，无需转让。',
  },
  NAMING_ADMINISTRATION_CYCLE: {
    number: 226,
    en: '{administrator} is one of those from whom {author} has the right over {prefix}: it can not be delegated back. Choose another organization.',
    zh: '{author} 对 {prefix} 的权限来自 {administrator}，不能反向委托。请选择其他机构。',
  },
  NAMING_ADMINISTRATION_DEPTH: {
    number: 227,
    en: 'The administration of {prefix} is delegated over {limit} organizations already. Have one nearer to the holder delegate it.',
    zh: '{prefix} 的管理委托已达 {limit} 级。请由更接近持有者的机构进行委托。',
  },
  NAMING_ADMINISTRATION_TAKEN: {
    number: 228,
    en: '{administrator} administers {prefix} already, appointed by {grantor}. Only that one or the holder may change it.',
    zh: '{administrator} 已由 {grantor} 委托管理 {prefix}，只有委托方或持有者可以更改。',
  },
  NAMING_ADMINISTRATION_NONE: {
    number: 229,
    en: '{administrator} does not administer {prefix}. Check the spelling, or at which prefix it was appointed.',
    zh: '{administrator} 并未受托管理 {prefix}。请检查拼写，或确认其受托的前缀。',
  },
  NAMING_ADMINISTRATION_OVER: {
    number: 230,
    en: 'The right of {administrator} over {prefix} is revoked or ended, does not go that far, or came from one who has lost it. Ask the holder to delegate it anew.',
    zh: '{administrator} 对 {prefix} 的权限已被撤销、到期、不足，或其委托方已失去权限。请由持有者重新委托。',
  },
  NAMING_PRINCIPAL_SUSPENDED: {
    number: 231,
    en: 'Nobody acts through {organization} at {prefix} while it is suspended. Have it reinstated, or have the holder delegate past it.',
    zh: '{organization} 被暂停期间，任何机构都不能经由其在 {prefix} 上行事。请先恢复该机构，或由持有者绕过它另行委托。',
  },
  NAMING_END_PAST: {
    number: 232,
    en: 'The end {untilMs} is not after the time of the block, {blockTimeMs}. Give a later one, or 0 for none.',
    zh: '结束时间 {untilMs} 不晚于区块时间 {blockTimeMs}。请给出更晚的时间，或以 0 表示不设结束时间。',
  },
  NAMING_TEMPLATE_AMBIGUOUS: {
    number: 233,
    en: 'The type {type} is both required and optional in the template of {prefix}. Name it once.',
    zh: '在 {prefix} 的模板中，类型 {type} 同时为必填和可选。请只列一次。',
  },
  NAMING_TEMPLATE_MISSING: {
    number: 234,
    en: '{identifier} lacks a value of type {type}, which the template of its prefix requires. Add one.',
    zh: '{identifier} 缺少其前缀模板要求的 {type} 类型的值。请补充。',
  },
  NAMING_TEMPLATE_UNEXPECTED: {
    number: 235,
    en: '{identifier} has a value of type {type}, which the template of its prefix does not allow. Leave it out.',
    zh: '{identifier} 含有其前缀模板不允许的 {type} 类型的值。请删除。',
  },
  NAMING_NOT_RETIRED: {
    number: 236,
    en: '{identifier} is not retired. Update it instead.',
    zh: '{identifier} 未停用。请改用更新操作。',
  },
  NAMING_REREGISTRATION_NEVER: {
    number: 237,
    en: 'Under {prefix} what is retired stays so: {identifier} can not be registered again. Register another one.',
    zh: '{prefix} 下已停用的标识不得再次注册，{identifier} 亦然。请注册新的标识。',
  },
  NAMING_REREGISTRATION_EARLY: {
    number: 238,
    en: '{identifier} may be registered again from {fromMs} on; the block is of {blockTimeMs}. Wait until then.',
    zh: '{identifier} 自 {fromMs} 起方可重新注册，当前区块时间为 {blockTimeMs}。请届时再试。',
  },
  NAMING_ALIAS_INVALID: {
    number: 239,
    en: '{identifier} can be an alias by one value of type HS_ALIAS that everybody may read and that is a canonical identifier. Correct it.',
    zh: '{identifier} 作为别名，只能有一个公众可读且内容为规范标识的 HS_ALIAS 值。请更正。',
  },
  NAMING_ALIAS_LOOP: {
    number: 240,
    en: '{identifier} would lead back to itself by way of {target}. Choose another target.',
    zh: '{identifier} 经由 {target} 会指回自身。请选择其他目标。',
  },
  NAMING_ALIAS_TOO_LONG: {
    number: 241,
    en: 'More than {limit} aliases follow one another ahead of {identifier}. Point to the last of them at once.',
    zh: '{identifier} 之后的别名超过 {limit} 级。请直接指向最终目标。',
  },
  NAMING_ALIAS_TARGET: {
    number: 242,
    en: '{identifier} can not be an alias of {target}: that is not registered, or retired. Register it first.',
    zh: '{identifier} 不能作为 {target} 的别名：后者未注册或已停用。请先注册目标。',
  },
  NAMING_PARTY_UNKNOWN: {
    number: 243,
    en: 'There is no organization {party} that could sign. Check the spelling, or have it admitted first.',
    zh: '不存在可签名的机构 {party}。请检查拼写，或先将其接纳。',
  },
  NAMING_PARTIES_TOO_FEW: {
    number: 244,
    en: '{required} signatures are required of {parties} parties. Name more parties, or ask for fewer signatures.',
    zh: '要求 {required} 个签名，但仅列出 {parties} 个签名方。请增加签名方或降低要求。',
  },
  NAMING_VALUE_UNDER_SIGNATURE: {
    number: 245,
    en: 'Value {index} of {identifier} waits for signatures, or has them: only they change it. Leave it as it is, or close the request first.',
    zh: '{identifier} 的值 {index} 正在等待签名或已由各方签名，只能通过签名变更。请保持原样，或先关闭该请求。',
  },
  NAMING_REQUEST_UNKNOWN: {
    number: 246,
    en: 'No signatures are asked for value {index} of {identifier}. Check the index, or request them.',
    zh: '{identifier} 的值 {index} 没有签名请求。请检查索引，或先发起请求。',
  },
  NAMING_REQUEST_OVER: {
    number: 247,
    en: 'Value {index} of {identifier} takes no more signatures: it has enough, or the time is up. Request it anew if needed.',
    zh: '{identifier} 的值 {index} 不再接受签名：签名已足够或已过期。如仍需要，请重新发起请求。',
  },
  NAMING_SIGNATURE_DIGEST: {
    number: 248,
    en: 'Value {index} of {identifier} is another one than was signed. Read the request again before you sign.',
    zh: '{identifier} 的值 {index} 与所签内容不一致。请重新读取请求后再签名。',
  },
  NAMING_NOT_A_PARTY: {
    number: 249,
    en: '{author} is none of those asked to sign value {index} of {identifier}. Have the request made anew with it.',
    zh: '{author} 不在 {identifier} 的值 {index} 的签名方之列。请重新发起包含该机构的请求。',
  },
  NAMING_SIGNED_ALREADY: {
    number: 250,
    en: '{party} has signed value {index} of {identifier} already. There is nothing left to do for it.',
    zh: '{party} 已签署 {identifier} 的值 {index}，无需再次签名。',
  },
  NAMING_NOT_SIGNED: {
    number: 251,
    en: '{author} has not signed value {index} of {identifier}, so there is nothing to withdraw.',
    zh: '{author} 未签署 {identifier} 的值 {index}，没有可撤回的签名。',
  },
  NAMING_WITHDRAWAL_BARRED: {
    number: 252,
    en: 'Signatures of value {index} of {identifier} can not be withdrawn now: its rule is "{rule}". Ask the holder to close the request.',
    zh: '{identifier} 的值 {index} 的签名现在不可撤回，其规则为“{rule}”。请由持有者关闭该请求。',
  },
  NAMING_REQUEST_LAPSED: {
    number: 253,
    en: '{asker}, which asked for signatures of value {index} of {identifier}, may no longer act for its holder. Have the holder close the request, and ask anew if needed.',
    zh: '{identifier} 的值 {index} 的签名请求由 {asker} 发起，其已不能代表持有者行事。请由持有者关闭该请求，如仍需要再重新发起。',
  },
  NAMING_HOLDER_PRESENT: {
    number: 254,
    en: '{name} is held by {holder}, which has not left and is not suspended without an end. Have it transfer {name}, or decide on its suspension first.',
    zh: '{name} 由 {holder} 持有，该机构既未退出，也未被无限期暂停。请由其自行转让，或先决定将其暂停。',
  },
  NAMING_ADMINISTRATION_NOT_BELOW: {
    number: 255,
    en: '{administrator} does not have its right over {prefix} from {author}, nor from anybody whom {author} appointed. Ask {grantor}, which appointed it, or the holder.',
    zh: '{administrator} 对 {prefix} 的权限并非来自 {author} 或其委托的机构。请由其委托方 {grantor} 或持有者执行。',
  },
  NAMING_TOO_MANY_REQUESTS: {
    number: 256,
    en: 'Signatures were asked for values at {limit} indexes of {identifier}, which is the most. Close a request and use its index again.',
    zh: '{identifier} 已在 {limit} 个索引上发起过签名请求，达到上限。请关闭其中一个请求并重用其索引。',
  },
} as const;

export const refuse = refusalsOf(NAMING_ERRORS);
