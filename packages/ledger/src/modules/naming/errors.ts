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
    en: 'The prefix {prefix} is held by {holder}; only that organization may do this, not {author}.',
    zh: '前缀 {prefix} 由 {holder} 持有，只有该机构可以执行此操作，{author} 不可以。',
  },
  NAMING_HOLDER_UNKNOWN: {
    number: 204,
    en: 'There is no organization {holder} to delegate to. Check the spelling, or have it admitted first.',
    zh: '不存在可接受委派的机构 {holder}。请检查拼写，或先将其接纳。',
  },
  NAMING_HOLDER_SUSPENDED: {
    number: 205,
    en: 'The organization {holder} is suspended and receives no prefix. Have it reinstated first.',
    zh: '机构 {holder} 已被暂停，不能接受前缀。请先恢复该机构。',
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
    en: 'Entry {entry} has the same suffix as entry {first}. Remove one of them and send the batch again.',
    zh: '第 {entry} 条与第 {first} 条的后缀相同。请删除其中一条后重新提交。',
  },
  NAMING_IDENTIFIER_TAKEN: {
    number: 211,
    en: 'Entry {entry}: {identifier} is registered already. Update it, or remove the entry and send the batch again.',
    zh: '第 {entry} 条：{identifier} 已注册。请改用更新操作，或删除该条后重新提交。',
  },
  NAMING_IDENTIFIER_UNKNOWN: {
    number: 212,
    en: 'The identifier {identifier} was never registered. Check the spelling, or register it.',
    zh: '标识 {identifier} 从未注册。请检查拼写，或先注册。',
  },
  NAMING_IDENTIFIER_RETIRED: {
    number: 213,
    en: 'The identifier {identifier} is retired for good. Register another one.',
    zh: '标识 {identifier} 已永久停用。请注册新的标识。',
  },
  NAMING_VERSION_CONFLICT: {
    number: 214,
    en: '{identifier} is at version {current}, not {expected}: it changed meanwhile. Read it again and repeat.',
    zh: '{identifier} 当前版本为 {current}，而非 {expected}，期间已被修改。请重新读取后再试。',
  },
  NAMING_NOT_RECORD_HOLDER: {
    number: 215,
    en: '{identifier} belongs to {holder}; only that organization may do this, not {author}.',
    zh: '{identifier} 属于 {holder}，只有该机构可以执行此操作，{author} 不可以。',
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
} as const;

export const refuse = refusalsOf(NAMING_ERRORS);
