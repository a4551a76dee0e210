import type { CodeTable } from './words.ts';

const GENESIS = [
  'Correct the field that the message names; spec/header.md has the form.',
  '请更正所提示的字段；格式见 spec/header.md。',
] as const;
const INIT = [
  'Prepare it with `touchmark node init`, or import or restore a ledger into it.',
  '请用 touchmark node init 准备，或导入、恢复账本。',
] as const;

/** Setting up and running a node. */
export const OPERATION_CODES: CodeTable = {
  CONFIGURATION_INVALID: [
    'The settings cannot be used.',
    '设置不可用。',
    'touchmark config check says what to correct.',
    'touchmark config check 说明应更正之处。',
  ],
  NODE_ADDRESS_UNAVAILABLE: [
    'The node cannot listen on its address.',
    '节点无法监听其地址。',
    'Choose another with http.host and http.port.',
    '请用 http.host 和 http.port 另选地址。',
  ],
  NODE_GENESIS_MISSING: [
    'There is no genesis file.',
    '没有创世文件。',
    'Copy that of the network into the data directory.',
    '请将网络的创世文件复制到数据目录。',
  ],
  NODE_LEDGER_UNFINISHED: [
    'An import or restore has not come to its end.',
    '导入或恢复尚未完成。',
    'Run the same again: it goes on or starts over.',
    '请再次运行：它会继续或重新开始。',
  ],
  NODE_WORKER_FAILED: [
    'A worker process does not start.',
    '工作进程无法启动。',
    'See the log; lower resolver.workers.',
    '请查看日志；可调小 resolver.workers。',
  ],
  VALIDATOR_KEY_MISSING: [
    'There is no validator key.',
    '没有验证者密钥。',
    'Put it where node.validator_key_file says. Never let two nodes sign with one key.',
    '请放到 node.validator_key_file 所指位置。切勿让两个节点使用同一密钥。',
  ],
  VALIDATOR_KEY_INVALID: [
    'The validator key cannot be used.',
    '验证者密钥不可用。',
    'Put the right file there, readable by its owner alone.',
    '请放置正确的文件，且仅所有者可读。',
  ],
  ADMIN_DENIED: [
    'The caller may not administer this node.',
    '调用者无权管理该节点。',
    'Run the command as the user who owns the data directory.',
    '请以数据目录所有者的身份运行命令。',
  ],
  ADMIN_REQUEST_INVALID: [
    'The request to the administration is wrong.',
    '管理请求有误。',
    'Use the touchmark of the same version as the node.',
    '请使用与节点同版本的 touchmark。',
  ],
  ADMIN_ROUTE_UNKNOWN: [
    'The administration does not know this request.',
    '管理接口不识此请求。',
    'Use the touchmark of the same version as the node.',
    '请使用与节点同版本的 touchmark。',
  ],
  ADMIN_SCRUB_BUSY: [
    'A scrub runs already.',
    '已有校验在运行。',
    'Wait for its end.',
    '请等待其结束。',
  ],
  ADMIN_UNREACHABLE: [
    'The node that runs in this directory does not answer.',
    '在该目录运行的节点无应答。',
    'See its log; if it hangs, restart it.',
    '请查看其日志；若已停滞，请重启。',
  ],
  DATA_DIRECTORY_FOREIGN: [
    'The directory holds something else.',
    '该目录存放着其他内容。',
    'Give another path with --data.',
    '请用 --data 另选路径。',
  ],
  DATA_DIRECTORY_MISSING: ['There is no data directory.', '没有数据目录。', ...INIT],
  DATA_DIRECTORY_IN_USE: [
    'Another process uses the data directory.',
    '另一进程正在使用该数据目录。',
    'Stop it first, or give another directory.',
    '请先停止它，或另选目录。',
  ],
  DATA_DIRECTORY_VERSION: [
    'The data directory is of other software.',
    '数据目录属于其他版本的软件。',
    'Use the software that wrote it, or a newer one.',
    '请使用写出它的软件，或更新的版本。',
  ],
  DATA_DIRECTORY_INCOMPLETE: [
    'A file of the data directory is missing.',
    '数据目录缺少文件。',
    ...INIT,
  ],
  DATA_DIRECTORY_LEDGER_MISSING: [
    'There is no ledger in the data directory.',
    '数据目录中没有账本。',
    ...INIT,
  ],
  DATA_DIRECTORY_NOT_EMPTY: [
    'There is a ledger already.',
    '已有账本。',
    'Give an empty directory.',
    '请给出空目录。',
  ],
  DATA_DIRECTORY_OTHER_CHAIN: [
    'The data directory is of another chain.',
    '数据目录属于另一条链。',
    'Give the directory of this chain.',
    '请给出该链的目录。',
  ],
  BACKUP_FOREIGN: [
    'The directory is no backup.',
    '该目录不是备份。',
    'Check the path.',
    '请检查路径。',
  ],
  BACKUP_VERSION: [
    'The backup is of other software.',
    '备份属于其他版本的软件。',
    'Use the software that wrote it, or a newer one.',
    '请使用写出它的软件，或更新的版本。',
  ],
  BACKUP_DAMAGED: [
    'The backup is damaged.',
    '备份已损坏。',
    'Use another one.',
    '请使用另一份备份。',
  ],
  BACKUP_EXISTS: [
    'There is something at the place of the backup.',
    '备份位置已有内容。',
    'Choose another name: backups are never overwritten.',
    '请换一个名称：备份从不被覆盖。',
  ],
  GENESIS_TOO_LARGE: ['The genesis file is too large.', '创世文件过大。', ...GENESIS],
  GENESIS_JSON: ['It is no JSON.', '不是 JSON。', ...GENESIS],
  GENESIS_DUPLICATE_KEY: ['A member stands twice.', '成员重复。', ...GENESIS],
  GENESIS_TOO_DEEP: ['It is nested too deeply.', '嵌套过深。', ...GENESIS],
  GENESIS_FIELD_MISSING: ['A field is missing.', '缺少字段。', ...GENESIS],
  GENESIS_FIELD_UNKNOWN: ['A field is not known.', '字段未知。', ...GENESIS],
  GENESIS_TYPE: ['A field is of another type.', '字段类型不符。', ...GENESIS],
  GENESIS_VALUE: ['A field has a value that it may not have.', '字段的值不允许。', ...GENESIS],
  GENESIS_CHAIN_ID: ['The chain id has no valid form.', '链编号格式无效。', ...GENESIS],
  GENESIS_TIME: ['The time has no valid form.', '时间格式无效。', ...GENESIS],
  GENESIS_VALIDATOR: ['A validator cannot be used.', '验证者不可用。', ...GENESIS],
  GENESIS_ORGANIZATION: ['An organization cannot be used.', '组织不可用。', ...GENESIS],
  GENESIS_KEY: ['A key cannot be used, or was given before.', '密钥不可用或重复。', ...GENESIS],
  GENESIS_NO_ADMINISTRATOR: ['No organization is administrator.', '没有管理员组织。', ...GENESIS],
  GENESIS_ROLE: ['A role is not known.', '角色未知。', ...GENESIS],
  GENESIS_REPEATED: ['The same entry would be made twice.', '同一条目重复。', ...GENESIS],
  GENESIS_ENTRY_TOO_LARGE: [
    'An entry would be too large for the state.',
    '条目超过状态允许的大小。',
    ...GENESIS,
  ],
  GENESIS_CONSTITUTION: [
    'The constitution is refused, or nobody could change it.',
    '章程被拒绝，或无人能够修改。',
    ...GENESIS,
  ],
};
