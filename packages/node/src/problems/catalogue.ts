import type { Language } from './language.ts';

/**
 * Problems that the node itself finds, by their stable code. Refusals by the ledger and by the codecs have codes
 * of their own; `problem.ts` gives them a status.
 */
export interface ProblemKind {
  status: number;
  en: string;
  zh: string;
  /** What the client can do. */
  fix: Record<Language, string>;
}

const kind = (
  status: number,
  en: string,
  zh: string,
  fixEn: string,
  fixZh: string,
): ProblemKind => ({ status, en, zh, fix: { en: fixEn, zh: fixZh } });

export const PROBLEMS = {
  REQUEST_MALFORMED: kind(
    400,
    'The request is malformed',
    '请求格式错误',
    'Send a well-formed HTTP/1.1 request as /openapi.json describes it.',
    '请按 /openapi.json 的说明发送格式正确的 HTTP/1.1 请求。',
  ),
  REQUEST_TIMEOUT: kind(
    408,
    'The request took too long to arrive',
    '请求传输超时',
    'Send headers and body without pauses.',
    '请连续发送请求头和正文，中途不要停顿。',
  ),
  REQUEST_TOO_LARGE: kind(
    413,
    'The request body is too large',
    '请求正文过大',
    'Split the transaction; http.body_limit_bytes is the limit of this node.',
    '请拆分交易；本节点的上限为 http.body_limit_bytes。',
  ),
  REQUEST_HEADERS_TOO_LARGE: kind(
    431,
    'The request headers are too large',
    '请求头过大',
    'Send fewer or shorter headers; http.header_limit_bytes is the limit of this node.',
    '请减少或缩短请求头；本节点的上限为 http.header_limit_bytes。',
  ),
  EXPECTATION_UNKNOWN: kind(
    417,
    'The Expect header asks for something unknown',
    '无法满足 Expect 头',
    'Leave it out, or send 100-continue.',
    '请去掉该请求头，或发送 100-continue。',
  ),
  ROUTE_UNKNOWN: kind(
    404,
    'There is nothing at this address',
    '该地址不存在',
    'GET /docs or /openapi.json lists what there is.',
    'GET /docs 或 /openapi.json 列出所有地址。',
  ),
  METHOD_NOT_ALLOWED: kind(
    405,
    'This address does not take this method',
    '该地址不支持此方法',
    'The Allow header lists the methods that it takes.',
    '响应头 Allow 列出该地址支持的方法。',
  ),
  MEDIA_TYPE_UNSUPPORTED: kind(
    415,
    'The body has a media type that is not taken here',
    '不支持的媒体类型',
    'Send the transaction as application/cbor.',
    '请以 application/cbor 发送交易。',
  ),
  BATCH_INVALID: kind(
    400,
    'The body is no batch of transactions',
    '请求正文不是一批交易',
    'Send a CBOR array of 1 to 1,000 byte strings, each a signed transaction.',
    '请发送含 1 至 1000 个字节串的 CBOR 数组，每个字节串是一笔已签名的交易。',
  ),
  PARAMETER_INVALID: kind(
    400,
    'A parameter is not what it has to be',
    '参数无效',
    'The detail says which one; /openapi.json describes them all.',
    '/openapi.json 说明了所有参数，请据此更正。',
  ),
  PATH_ENCODING_INVALID: kind(
    400,
    'The path is not well encoded',
    '路径编码无效',
    'Percent-encode UTF-8, once, and leave slashes as they are.',
    '请对 UTF-8 做一次百分号编码，斜杠保持原样。',
  ),
  RECORD_ABSENT: kind(
    404,
    'The identifier is not registered',
    '标识未注册',
    'Ask with ?proof=1 for a proof that it is not.',
    '加 ?proof=1 可取得未注册的证明。',
  ),
  RECORD_RETIRED: kind(
    410,
    'The identifier is retired',
    '标识已注销',
    'It resolves to nothing any more; the rule of its prefix says whether it can be registered again.',
    '它不再解析到任何内容；是否可重新注册由前缀的规则决定。',
  ),
  PREFIX_ABSENT: kind(
    404,
    'The prefix is not delegated',
    '前缀未分配',
    'Check its spelling.',
    '请检查拼写。',
  ),
  ORGANIZATION_ABSENT: kind(
    404,
    'There is no such organization',
    '组织不存在',
    'GET /v1/organizations lists them.',
    'GET /v1/organizations 列出所有组织。',
  ),
  PROPOSAL_ABSENT: kind(
    404,
    'There is no such proposal',
    '提案不存在',
    'GET /v1/proposals lists them.',
    'GET /v1/proposals 列出所有提案。',
  ),
  DRY_RUN_INVALID: kind(
    400,
    'The body is not what a dry run takes',
    '试运行请求体无效',
    'Send CBOR [author, [[action type, params] …]] with 1 to 64 governed actions.',
    '请发送 CBOR [author, [[action type, params] …]]，含 1 至 64 个受治理的操作。',
  ),
  BLOCK_ABSENT: kind(
    404,
    'There is no such block',
    '区块不存在',
    'GET /v1/blocks lists them; newer blocks come with new transactions.',
    'GET /v1/blocks 列出所有区块；有新交易才有新区块。',
  ),
  BLOCK_BEFORE_SNAPSHOT: kind(
    404,
    'This node does not have blocks from before it joined',
    '本节点没有加入之前的区块',
    'It joined by state sync: ask a node that has all blocks.',
    '它通过状态同步加入：请向保存全部区块的节点查询。',
  ),
  RECEIPT_NOT_HERE: kind(
    404,
    'This node has no receipt of this transaction',
    '本节点没有该交易的回执',
    'It joined by state sync and knows newer blocks alone: wait, or ask a node that has all blocks.',
    '它通过状态同步加入，只有较新的区块：请等待，或向保存全部区块的节点查询。',
  ),
  EVENTS_BEFORE_SNAPSHOT: kind(
    404,
    'This node does not have all events since this one',
    '本节点没有此编号之后的全部事件',
    'It joined by state sync: ask a node that has all blocks, or begin with a newer event.',
    '它通过状态同步加入：请向保存全部区块的节点查询，或从较新的事件开始。',
  ),
  RECEIPT_ABSENT: kind(
    404,
    'There is no receipt of this transaction',
    '没有该交易的回执',
    'It is not in a block (yet): wait with ?wait=5000 or send the same transaction again.',
    '交易（尚）未进入区块：用 ?wait=5000 等待，或再次发送同一笔交易。',
  ),
  STATE_NOT_YET: kind(
    404,
    'The ledger has not got there yet',
    '账本尚未到达该时间点',
    'Ask for an earlier block or time, or later.',
    '请查询更早的区块或时间，或稍后再试。',
  ),
  HISTORY_TOO_LONG: kind(
    422,
    'The record has changed too often since',
    '该标识此后变更次数过多',
    'Ask for a later block or time, or without proof.',
    '请查询更晚的区块或时间，或不要求证明。',
  ),
  EVENT_ID_INVALID: kind(
    400,
    'The event id is not one of this ledger',
    '事件编号无效',
    'Send the id of the last event received, such as 2-0-0, or none.',
    '请发送最后收到的事件编号（如 2-0-0），或不发送。',
  ),
  EVENTS_FULL: kind(
    503,
    'Too many event streams are open',
    '事件订阅数已满',
    'Come back after the time in Retry-After.',
    '请在 Retry-After 所示时间后重试。',
  ),
  READ_TOKEN_REFUSED: kind(
    403,
    'This key may not read the restricted values',
    '该密钥无权读取受限值',
    'Only an active key of the organization that holds the record may.',
    '只有当前持有该记录的组织的有效密钥才可读取。',
  ),
  READ_TOKEN_OUT_OF_SCOPE: kind(
    403,
    'The scopes of this key do not let it read restricted values',
    '该密钥的权限范围不含读取受限值',
    'Sign the token with a key without scopes, or with naming.read or naming.* among them.',
    '请用不限范围的密钥，或范围含 naming.read 或 naming.* 的密钥签署令牌。',
  ),
  NODE_OVERLOADED: kind(
    503,
    'The node has too much to do',
    '节点过载',
    'Come back after the time in Retry-After; sending the same transaction again is safe.',
    '请在 Retry-After 所示时间后重试；重复发送同一笔交易是安全的。',
  ),
  NETWORK_STALLED: kind(
    503,
    'The network decides no blocks at present',
    '网络目前无法出块',
    'Send the same transaction again after the time in Retry-After. Reading goes on, with proofs.',
    '请在 Retry-After 所示时间后重发同一笔交易。读取照常，并附证明。',
  ),
  ADMISSION_PENDING: kind(
    503,
    'The network has not taken this transaction in yet',
    '网络尚未接纳该交易',
    'Whether it will be in a block is not known. Send the same transaction again after the time in Retry-After: it is ' +
      'done once, however often it is sent.',
    '尚不知道它是否会进入区块。请在 Retry-After 所示时间后重发同一笔交易：无论发送几次，只执行一次。',
  ),
  NODE_WAITING: kind(
    503,
    'The node has no state to serve yet',
    '节点尚无可提供的状态',
    'GET /v1/consensus and touchmark network doctor say what it waits for. Come back after the time in Retry-After.',
    'GET /v1/consensus 与 touchmark network doctor 会说明它在等待什么。请在 Retry-After 所示时间后重试。',
  ),
  NODE_STOPPING: kind(
    503,
    'The node is stopping',
    '节点正在停止',
    'Come back after the time in Retry-After or ask another node.',
    '请在 Retry-After 所示时间后重试，或改用其他节点。',
  ),
  NODE_UNREACHABLE: kind(
    503,
    'The main process of the node does not answer',
    '节点主进程无响应',
    'Come back after the time in Retry-After.',
    '请在 Retry-After 所示时间后重试。',
  ),
  NODE_FAILURE: kind(
    500,
    'The node failed',
    '节点内部错误',
    'Tell the operator the instance of this problem; the log has the cause.',
    '请将本问题的 instance 告知运维人员；日志中有原因。',
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
      '请写成“前缀/后缀”；语法见 spec/identifier.md。',
    ),
  },
  {
    prefix: 'READ_TOKEN_',
    ...kind(
      401,
      'The read token is not valid',
      '读取令牌无效',
      'Make a new one for this chain and identifier; spec/read-token.md has its form.',
      '请为本链和该标识重新签发；格式见 spec/read-token.md。',
    ),
  },
  {
    prefix: '',
    ...kind(
      400,
      'The transaction was turned away',
      '交易被拒绝',
      'The detail of the problem says why and what to do.',
      '问题的 detail 说明了原因和处理办法。',
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
