import type { EngineErrorCode, TransferErrorCode } from '@touchmark/engine';
import type { CodeTable, CodeWords } from './words.ts';

const RESTORE = [
  'Do not use this copy: restore a backup, or import an export.',
  '请勿使用该副本：请从备份恢复，或导入一份导出。',
] as const;
const REPORT = ['Report it: a fault of the program.', '请报告：程序有误。'] as const;
const SOFTWARE = [
  'Use the software that wrote it, or a newer one.',
  '请使用写出它的软件，或更新的版本。',
] as const;

export const ENGINE_CODES: Record<EngineErrorCode, CodeWords> = {
  ENGINE_OVERLOADED: ['The queue is full.', '队列已满。', 'Send it again later.', '请稍后再发。'],
  ENGINE_STALLED: [
    'The network decides no blocks at present.',
    '网络目前无法出块。',
    'Send it again later; see which validators are away.',
    '请稍后再发；并查看哪些验证者未参与。',
  ],
  ENGINE_CLOSING: [
    'The engine is stopping.',
    '引擎正在停止。',
    'Send it again when the node runs again.',
    '请在节点重新运行后再发。',
  ],
  ENGINE_FAILED: [
    'The engine has stopped after a failure.',
    '引擎因故障已停止。',
    'See the reason in the log; check the disk before a restart.',
    '请查看日志中的原因；重启前请检查磁盘。',
  ],
  ENGINE_STORE_VERSION: [
    'The store has a form that this software does not know.',
    '存储的格式为本软件所不识。',
    ...SOFTWARE,
  ],
  ENGINE_STORE_CORRUPT: ['The stored chain does not hold.', '所存的链无效。', ...RESTORE],
  ENGINE_STORE_EMPTY: [
    'There is no chain in the store.',
    '存储中没有链。',
    'Check the path; start the node, or import or restore a ledger.',
    '请检查路径；启动节点，或导入、恢复账本。',
  ],
  ENGINE_BLOCKS_MISSING: [
    'The node joined by state sync and does not have the blocks from before.',
    '该节点通过状态同步加入，没有此前的区块。',
    'Do it at a node that has all blocks: an archive node.',
    '请在保存全部区块的节点（归档节点）上进行。',
  ],
  ENGINE_LEDGER_MISSING: [
    'The data directory had a ledger, and it is gone.',
    '数据目录曾有账本，现已缺失。',
    'Bring it back, or restore a backup. Nothing is founded anew by itself.',
    '请找回，或从备份恢复。系统不会自行重建。',
  ],
  ENGINE_GENESIS_MISMATCH: [
    'The store is of another genesis file.',
    '存储属于另一个创世文件。',
    'Use the genesis file of this ledger, or another directory.',
    '请使用该账本的创世文件，或另选目录。',
  ],
  ENGINE_GENESIS_INVALID: [
    'The genesis file founds no ledger.',
    '该创世文件不能建立账本。',
    'Correct it as the message says.',
    '请按提示更正。',
  ],
  ENGINE_VALIDATOR_MISMATCH: [
    'The validator key is not of this network.',
    '验证者密钥不属于该网络。',
    'Give the key that the genesis file names.',
    '请提供创世文件所列的密钥。',
  ],
  ENGINE_CHAIN_INVALID: [
    'A block, header or signature does not hold.',
    '区块、区块头或签名无效。',
    ...RESTORE,
  ],
  ENGINE_REPLAY_DIFFERS: [
    'Executed again, a block leads to another state.',
    '重新执行后，区块得出另一状态。',
    'Stop. Compare with other nodes, and report it.',
    '请停止。与其他节点比对并报告。',
  ],
  ENGINE_VERSION_UNKNOWN: [
    'A block goes by rules that this software lacks.',
    '某区块所依据的规则为本软件所缺。',
    'Install the release that has them; see docs/upgrades.md.',
    '请安装含该规则的版本；见 docs/upgrades.md。',
  ],
  ENGINE_MIGRATION_ENDLESS: [
    'A migration that was rehearsed does not come to its end.',
    '预演的迁移无法结束。',
    'Do not vote for it; report it to who made the release.',
    '请勿投票赞成，并报告给发布者。',
  ],
  ENGINE_MIGRATION_FAILED: [
    'A migration that was rehearsed fails on the state of today.',
    '预演的迁移在当前状态上失败。',
    'Do not vote for it, or have it cancelled; report it to who made the release.',
    '请勿投票赞成，或予以取消，并报告给发布者。',
  ],
  ENGINE_BLOCK_UNKNOWN: [
    'There is no such block.',
    '没有该区块。',
    'Ask for one up to the newest.',
    '请查询不晚于最新区块的区块。',
  ],
  ENGINE_REQUEST_INVALID: [
    'The question to the engine makes no sense.',
    '对引擎的请求不合理。',
    'Correct it as the message says.',
    '请按提示更正。',
  ],
};

export const TRANSFER_CODES: Record<TransferErrorCode, CodeWords> = {
  EXPORT_FOREIGN: [
    'The file is no export.',
    '文件不是导出文件。',
    'Check the path.',
    '请检查路径。',
  ],
  EXPORT_VERSION: [
    'The export has a form that this software does not know.',
    '导出的格式为本软件所不识。',
    ...SOFTWARE,
  ],
  EXPORT_DAMAGED: [
    'The export is damaged.',
    '导出文件已损坏。',
    'Fetch or make it again.',
    '请重新获取或导出。',
  ],
  EXPORT_TRUNCATED: [
    'The export ends too early.',
    '导出文件不完整。',
    'Run the export again: it goes on where it was; or fetch the file again.',
    '请再次运行导出：它会从中断处继续；或重新获取文件。',
  ],
  EXPORT_WRONG_CHAIN: [
    'The export is of another chain.',
    '导出属于另一条链。',
    'Check which network it is of.',
    '请核对其所属网络。',
  ],
  EXPORT_STATE_MISSING: [
    'The export holds no state.',
    '导出中没有状态。',
    'Import it with replay, or export with state.',
    '请以重放方式导入，或导出时包含状态。',
  ],
  EXPORT_IN_THE_WAY: [
    'There is a file at the place, and it is not the beginning of this export.',
    '目标位置已有文件，且不是此导出的开头。',
    'Choose another name, or remove the file.',
    '请换一个名称，或删除该文件。',
  ],
  IMPORT_DIFFERS: [
    'What was imported leads to another state than was signed.',
    '导入的内容得出与签名不同的状态。',
    'Do not use it. Fetch the export again, from another node.',
    '请勿使用。请从其他节点重新获取导出。',
  ],
};

export const STORE_CODES: CodeTable = {
  STATE_CORRUPT: ['The store is damaged.', '存储已损坏。', ...RESTORE],
  STATE_VERSION: [
    'The store has a form that this software does not know.',
    '存储的格式为本软件所不识。',
    ...SOFTWARE,
  ],
  STATE_LOCKED: [
    'Another process writes to the store.',
    '另一进程正在写入该存储。',
    'Stop that one, or use another directory.',
    '请停止该进程，或另选目录。',
  ],
  STATE_MISSING: [
    'There is no store.',
    '没有存储。',
    'Check the path given with --data.',
    '请检查 --data 所给路径。',
  ],
  STATE_FULL: [
    'The disk or the store is full.',
    '磁盘或存储已满。',
    'Make room, or raise engine.store_map_bytes; then start again.',
    '请腾出空间，或调大 engine.store_map_bytes，然后重新启动。',
  ],
  STATE_IO: [
    'The disk failed.',
    '磁盘故障。',
    'Check the disk; restore a backup if it lost data.',
    '请检查磁盘；若有数据丢失，请从备份恢复。',
  ],
  STATE_CLOSED: ['The store is closed already.', '存储已关闭。', ...REPORT],
  STATE_SNAPSHOT_ENDED: ['The snapshot has ended.', '快照已结束。', ...REPORT],
  STATE_UPDATE_OPEN: ['Another update is open.', '另一更新尚未结束。', ...REPORT],
  STATE_UPDATE_CLOSED: ['The update has ended.', '更新已结束。', ...REPORT],
  STATE_TABLE_UNKNOWN: ['There is no such table.', '没有该表。', ...REPORT],
  STATE_KEY_INVALID: ['A key is empty or too long.', '键为空或过长。', ...REPORT],
  STATE_VALUE_INVALID: ['A value is too long.', '值过长。', ...REPORT],
  STATE_RANGE_INVALID: ['A range makes no sense.', '范围不合理。', ...REPORT],
  STATE_OPTION_INVALID: [
    'An option of the store makes no sense.',
    '存储的选项不合理。',
    'Correct the setting that the message names.',
    '请更正所提示的设置。',
  ],
  LEDGER_MODULES_CONFLICT: [
    'Two modules claim the same.',
    '两个模块冲突。',
    'See docs/new-module.md.',
    '见 docs/new-module.md。',
  ],
  LEDGER_STATE_FORMAT: [
    'An entry of the state has not the form of the rules.',
    '状态条目不符合规则的格式。',
    ...RESTORE,
  ],
  LEDGER_VERSION_UNKNOWN: [
    'A block goes by rules that this software lacks.',
    '某区块所依据的规则为本软件所缺。',
    'Install the release that has them; see docs/upgrades.md.',
    '请安装含该规则的版本；见 docs/upgrades.md。',
  ],
};
