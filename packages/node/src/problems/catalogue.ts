/**
 * Problems that the node itself finds, by their stable code. Refusals by the ledger and by the codecs have codes
 * of their own; `problem.ts` gives them a status.
 */
export interface ProblemKind {
  status: number;
  en: string;
  zh: string;
  /** What the client can do. */
  fix: string;
}

const kind = (status: number, en: string, zh: string, fix: string): ProblemKind => ({
  status,
  en,
  zh,
  fix,
});

export const PROBLEMS = {
  REQUEST_MALFORMED: kind(
    400,
    'The request is malformed',
    '请求格式错误',
    'Send a well-formed HTTP/1.1 request as /openapi.json describes it.',
  ),
  REQUEST_TIMEOUT: kind(
    408,
    'The request took too long to arrive',
    '请求传输超时',
    'Send headers and body without pauses.',
  ),
  REQUEST_TOO_LARGE: kind(
    413,
    'The request body is too large',
    '请求正文过大',
    'Split the transaction; http.body_limit_bytes is the limit of this node.',
  ),
  REQUEST_HEADERS_TOO_LARGE: kind(
    431,
    'The request headers are too large',
    '请求头过大',
    'Send fewer or shorter headers; http.header_limit_bytes is the limit of this node.',
  ),
  EXPECTATION_UNKNOWN: kind(
    417,
    'The Expect header asks for something unknown',
    '无法满足 Expect 头',
    'Leave it out, or send 100-continue.',
  ),
  ROUTE_UNKNOWN: kind(
    404,
    'There is nothing at this address',
    '该地址不存在',
    'GET /docs or /openapi.json lists what there is.',
  ),
  METHOD_NOT_ALLOWED: kind(
    405,
    'This address does not take this method',
    '该地址不支持此方法',
    'The Allow header lists the methods that it takes.',
  ),
  MEDIA_TYPE_UNSUPPORTED: kind(
    415,
    'The body has a media type that is not taken here',
    '不支持的媒体类型',
    'Send the transaction as application/cbor.',
  ),
  PARAMETER_INVALID: kind(
    400,
    'A parameter is not what it has to be',
    '参数无效',
    'The detail says which one; /openapi.json describes them all.',
  ),
  PATH_ENCODING_INVALID: kind(
    400,
    'The path is not well encoded',
    '路径编码无效',
    'Percent-encode UTF-8, once, and leave slashes as they are.',
  ),
  RECORD_ABSENT: kind(
    404,
    'The identifier is not registered',
    '标识未注册',
    'Ask with ?proof=1 for a proof that it is not.',
  ),
  RECORD_RETIRED: kind(
    410,
    'The identifier is retired',
    '标识已注销',
    'It resolves to nothing any more and can not be registered again.',
  ),
  PREFIX_ABSENT: kind(404, 'The prefix is not delegated', '前缀未分配', 'Check its spelling.'),
  ORGANIZATION_ABSENT: kind(
    404,
    'There is no such organization',
    '组织不存在',
    'GET /v1/organizations lists them.',
  ),
  PROPOSAL_ABSENT: kind(
    404,
    'There is no such proposal',
    '提案不存在',
    'GET /v1/proposals lists them.',
  ),
  DRY_RUN_INVALID: kind(
    400,
    'The body is not what a dry run takes',
    '试运行请求体无效',
    'Send CBOR [author, [[action type, params] …]] with 1 to 64 governed actions.',
  ),
  BLOCK_ABSENT: kind(
    404,
    'There is no such block',
    '区块不存在',
    'GET /v1/blocks lists them; newer blocks come with new transactions.',
  ),
  RECEIPT_ABSENT: kind(
    404,
    'There is no receipt of this transaction',
    '没有该交易的回执',
    'It is not in a block (yet): wait with ?wait=5000 or send the same transaction again.',
  ),
  STATE_NOT_YET: kind(
    404,
    'The ledger has not got there yet',
    '账本尚未到达该时间点',
    'Ask for an earlier block or time, or later.',
  ),
  HISTORY_TOO_LONG: kind(
    422,
    'The record has changed too often since',
    '该标识此后变更次数过多',
    'Ask for a later block or time, or without proof.',
  ),
  EVENT_ID_INVALID: kind(
    400,
    'The event id is not one of this ledger',
    '事件编号无效',
    'Send the id of the last event received, such as 2-0-0, or none.',
  ),
  EVENTS_FULL: kind(
    503,
    'Too many event streams are open',
    '事件订阅数已满',
    'Come back after the time in Retry-After.',
  ),
  READ_TOKEN_REFUSED: kind(
    403,
    'This key may not read the restricted values',
    '该密钥无权读取受限值',
    'Only an active key of the organization that holds the record may.',
  ),
  READ_TOKEN_OUT_OF_SCOPE: kind(
    403,
    'The scopes of this key do not let it read restricted values',
    '该密钥的权限范围不含读取受限值',
    'Sign the token with a key without scopes, or with naming.read or naming.* among them.',
  ),
  NODE_OVERLOADED: kind(
    503,
    'The node has too much to do',
    '节点过载',
    'Come back after the time in Retry-After; sending the same transaction again is safe.',
  ),
  NODE_STOPPING: kind(
    503,
    'The node is stopping',
    '节点正在停止',
    'Come back after the time in Retry-After or ask another node.',
  ),
  NODE_UNREACHABLE: kind(
    503,
    'The main process of the node does not answer',
    '节点主进程无响应',
    'Come back after the time in Retry-After.',
  ),
  NODE_FAILURE: kind(
    500,
    'The node failed',
    '节点内部错误',
    'Tell the operator the instance of this problem; the log has the cause.',
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** Refusals that have codes of their own, by how these begin: what they have in common. */
export const PROBLEM_FAMILIES: readonly (ProblemKind & { prefix: string })[] = [
  {
    prefix: 'IDENTIFIER_',
    ...kind(
      400,
      'This is not an identifier or prefix',
      '标识或前缀格式错误',
      'Write it as prefix/suffix; spec/identifier.md has the grammar.',
    ),
  },
  {
    prefix: 'READ_TOKEN_',
    ...kind(
      401,
      'The read token is not valid',
      '读取令牌无效',
      'Make a new one for this chain and identifier; spec/read-token.md has its form.',
    ),
  },
  {
    prefix: '',
    ...kind(
      400,
      'The transaction was turned away',
      '交易被拒绝',
      'The detail of the problem says why and what to do.',
    ),
  },
];

/** How codes begin that the codecs and the check of signatures give. */
const FAMILY_CODE = /^(IDENTIFIER|READ_TOKEN|TRANSACTION|CBOR|SIGNATURE)_/;

/** Whether a code that is not in PROBLEMS belongs to one of the families. */
export const isFamilyCode = (code: string): boolean => FAMILY_CODE.test(code);

/** The family of a code that is not in PROBLEMS. */
export function familyOf(code: string): ProblemKind {
  const family = PROBLEM_FAMILIES.find(({ prefix }) => code.startsWith(prefix));
  return family ?? PROBLEMS.NODE_FAILURE;
}
