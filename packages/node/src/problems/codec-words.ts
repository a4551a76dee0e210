/**
 * What is said, in both languages, about bytes and texts from clients that cannot be read, by the code that the
 * codecs give. The English detail of a problem is the codec's own message, which knows the place.
 */
import type {
  CborErrorCode,
  IdentifierErrorCode,
  ReadTokenErrorCode,
  TransactionErrorCode,
} from '@touchmark/codec';
import type { Language } from './language.ts';

export interface CodeWords {
  /** What it means. */
  readonly en: string;
  readonly zh: string;
  /** What to do about it. */
  readonly fix: Readonly<Record<Language, string>>;
}

const GRAMMAR = {
  en: 'Write it as prefix/suffix; spec/identifier.md has the grammar.',
  zh: '请写成“前缀/后缀”；语法见 spec/identifier.md。',
};
const NEW_TOKEN = { en: 'Make a new token.', zh: '请重新签发令牌。' };
const ENCODER = {
  en: 'Encode it with the SDK, or as spec/transaction.md says.',
  zh: '请用 SDK 编码，或按 spec/transaction.md 编码。',
};
const CBOR = {
  en: 'Use a deterministic encoder; spec/cbor.md has the rules.',
  zh: '请使用确定性编码器；规则见 spec/cbor.md。',
};
const FIELDS = {
  en: 'Compare the fields with the format that is described for them.',
  zh: '请对照该格式说明检查字段。',
};

const words = (en: string, zh: string, fix: CodeWords['fix']): CodeWords => ({ en, zh, fix });

const OF_IDENTIFIERS: Record<IdentifierErrorCode, CodeWords> = {
  IDENTIFIER_LENGTH: words('The identifier is too long.', '标识过长。', GRAMMAR),
  IDENTIFIER_NO_SUFFIX: words('There is no suffix.', '标识缺少后缀。', GRAMMAR),
  IDENTIFIER_PREFIX: words(
    'The prefix is not 1 to 16 labels of a-z, 0-9, - and _ joined by dots.',
    '前缀须为 1 至 16 段，以点分隔，每段 1 至 32 个字符（a-z、0-9，中间可含 - 或 _）。',
    GRAMMAR,
  ),
  IDENTIFIER_SUFFIX: words(
    'The suffix holds a character that has to be percent-encoded.',
    '后缀中有须做百分号编码的字符。',
    GRAMMAR,
  ),
  IDENTIFIER_PERCENT: words(
    'A % is not followed by two hexadecimal digits.',
    '% 之后不是两位十六进制数字。',
    GRAMMAR,
  ),
  IDENTIFIER_UTF8: words('It is not UTF-8.', '不是有效的 UTF-8。', GRAMMAR),
  IDENTIFIER_CHARACTER: words(
    'A character is not allowed in identifiers.',
    '含有标识中不允许的字符。',
    GRAMMAR,
  ),
  IDENTIFIER_SEGMENT: words(
    'A segment of the suffix is empty, or is . or .. .',
    '后缀中有一段为空，或为 . 或 .. 。',
    GRAMMAR,
  ),
  IDENTIFIER_NOT_CANONICAL: words(
    'It is not written in its canonical form.',
    '未写成规范形式。',
    GRAMMAR,
  ),
};

const OF_READ_TOKENS: Record<ReadTokenErrorCode, CodeWords> = {
  READ_TOKEN_MALFORMED: words('This is not a read token.', '这不是读取令牌。', {
    en: 'spec/read-token.md has its form.',
    zh: '格式见 spec/read-token.md。',
  }),
  READ_TOKEN_CHAIN: words('The token is for another chain.', '令牌属于另一条链。', NEW_TOKEN),
  READ_TOKEN_IDENTIFIER: words(
    'The token is for another identifier.',
    '令牌属于另一个标识。',
    NEW_TOKEN,
  ),
  READ_TOKEN_EXPIRED: words('The token has expired.', '令牌已过期。', NEW_TOKEN),
  READ_TOKEN_LIFE: words('The token lives longer than an hour.', '令牌有效期超过一小时。', {
    en: 'Make a shorter one, or set the clock.',
    zh: '请缩短有效期，或校准时钟。',
  }),
  READ_TOKEN_SIGNATURE: words(
    'The signature of the token does not hold.',
    '令牌的签名无效。',
    NEW_TOKEN,
  ),
};

const OF_TRANSACTIONS: Record<TransactionErrorCode, CodeWords> = {
  TRANSACTION_TOO_LARGE: words('The transaction is too large.', '交易过大。', {
    en: 'Split it into several.',
    zh: '请拆分为多笔交易。',
  }),
  TRANSACTION_ENCODING: words(
    'The bytes are not deterministic CBOR.',
    '字节不是确定性 CBOR。',
    ENCODER,
  ),
  TRANSACTION_TAG: words(
    'It does not begin with COSE tag 18 or 98.',
    '开头不是 COSE 标签 18 或 98。',
    ENCODER,
  ),
  TRANSACTION_SHAPE: words(
    'Its items are not those of a transaction.',
    '其组成不是交易的组成。',
    ENCODER,
  ),
  TRANSACTION_HEADERS: words(
    'A protected header is not {1: algorithm, 4: key id}.',
    '受保护头不是 {1: 算法, 4: 密钥编号}。',
    ENCODER,
  ),
  TRANSACTION_UNPROTECTED: words(
    'There are unprotected headers, which nobody signs.',
    '含有未受签名保护的头。',
    ENCODER,
  ),
  TRANSACTION_ALGORITHM: words(
    'It is signed with an unknown algorithm.',
    '签名算法未知。',
    ENCODER,
  ),
  TRANSACTION_SIGNATURE: words('A signature has not 64 bytes.', '签名不是 64 字节。', ENCODER),
  TRANSACTION_SIGNER_COUNT: words(
    'It has no signer, or too many.',
    '没有签名者，或签名者过多。',
    ENCODER,
  ),
  TRANSACTION_SIGNER_MISMATCH: words(
    'The signatures are not those of the signers named, in their order.',
    '签名与所列签名者或其次序不符。',
    ENCODER,
  ),
  TRANSACTION_SIGNER_DUPLICATE: words(
    'The same signer is named twice.',
    '同一签名者出现两次。',
    ENCODER,
  ),
  TRANSACTION_DOMAIN: words(
    'The content is not that of a transaction.',
    '内容不是交易的内容。',
    ENCODER,
  ),
  TRANSACTION_CHAIN_ID: words('The chain id has no valid form.', '链编号格式无效。', ENCODER),
  TRANSACTION_EXPIRY: words('The expiry is no time.', '有效期不是有效的时间。', ENCODER),
  TRANSACTION_NONCE: words('The nonce has not 16 bytes.', '随机数不是 16 字节。', ENCODER),
  TRANSACTION_ACTION_COUNT: words(
    'It has no action, or too many.',
    '没有操作，或操作过多。',
    ENCODER,
  ),
  TRANSACTION_ACTION_TYPE: words(
    'The type of an action does not read module.verb.',
    '操作类型不是 module.verb 的形式。',
    ENCODER,
  ),
  TRANSACTION_ACTION_PARAMS: words(
    'The params of an action are not a map.',
    '操作的参数不是映射。',
    ENCODER,
  ),
};

const OF_CBOR: Record<CborErrorCode, CodeWords> = {
  CBOR_TRUNCATED: words('The bytes end too early.', '字节提前结束。', CBOR),
  CBOR_TRAILING: words('There are bytes after the end.', '结尾之后还有字节。', CBOR),
  CBOR_TOO_LARGE: words('There are too many bytes.', '字节过多。', CBOR),
  CBOR_TOO_DEEP: words('The items are nested too deeply.', '嵌套过深。', CBOR),
  CBOR_TOO_MANY_ITEMS: words('There are too many items.', '数据项过多。', CBOR),
  CBOR_RESERVED: words('A reserved head is used.', '使用了保留的头。', CBOR),
  CBOR_INDEFINITE: words('An item has no definite length.', '数据项长度不确定。', CBOR),
  CBOR_NOT_MINIMAL: words('A head is longer than necessary.', '头部未用最短编码。', CBOR),
  CBOR_UTF8: words('A text is not UTF-8.', '文本不是有效的 UTF-8。', CBOR),
  CBOR_KEY_ORDER: words('Map keys are not in their order.', '映射的键未按次序排列。', CBOR),
  CBOR_KEY_DUPLICATE: words('The same map key stands twice.', '映射的键重复。', CBOR),
  CBOR_KEY_TYPE: words('A map key is of a type not allowed.', '映射的键类型不允许。', CBOR),
  CBOR_TAG: words('A tag stands where none may.', '不允许出现标签。', CBOR),
  CBOR_FLOAT: words('There is a floating-point number.', '不允许浮点数。', CBOR),
  CBOR_SIMPLE: words('There is a simple value not allowed.', '不允许的简单值。', CBOR),
  CBOR_TYPE: words('An item is of another type than expected.', '数据项类型不符。', FIELDS),
  CBOR_RANGE: words('A number is out of its range.', '数值超出范围。', FIELDS),
  CBOR_COUNT: words('There are more or fewer items than expected.', '数据项数目不符。', FIELDS),
  CBOR_FIELD_MISSING: words('A field is missing.', '缺少字段。', FIELDS),
  CBOR_FIELD_UNKNOWN: words('A field is not known.', '字段未知。', FIELDS),
};

/** Codes that the codecs give to what clients send. */
export const CODEC_WORDS: Readonly<Record<string, CodeWords>> = {
  ...OF_IDENTIFIERS,
  ...OF_READ_TOKENS,
  ...OF_TRANSACTIONS,
  ...OF_CBOR,
};

const PLACE = /\(at byte (\d+)\)/;

/** The detail of a problem about what a codec refused. */
export function codecDetails(code: string, message: string): Record<Language, string> {
  const known = CODEC_WORDS[code];
  if (known === undefined) return { en: message, zh: message };
  const place = PLACE.exec(message)?.[1];
  const where = place === undefined ? '' : `（第 ${place} 字节处）`;
  return { en: message, zh: `${known.zh.replace(/。$/, '')}${where}。${known.fix.zh}` };
}
