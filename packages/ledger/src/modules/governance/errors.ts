import { refusalsOf } from '../../kernel/refusal.ts';

export const GOVERNANCE_ERRORS = {
  GOVERNANCE_NOT_ENTITLED: {
    number: 300,
    en: 'By the rule "{rule}" of the constitution, {author} has no say over {type}. Ask an organization of its electorate.',
    zh: '根据章程规则“{rule}”，{author} 无权决定 {type}。请联系该规则所列的机构。',
  },
  GOVERNANCE_PROPOSAL_NEEDED: {
    number: 301,
    en: 'By the rule "{rule}" of the constitution, {type} is decided by vote. Make a proposal with this action; the command line does with --propose TITLE.',
    zh: '根据章程规则“{rule}”，{type} 须经表决。请就此操作提交提案；命令行可加 --propose 标题。',
  },
  GOVERNANCE_ACTION_NOT_GOVERNED: {
    number: 302,
    en: 'Part {part} of the proposal, {type}, is no action that the constitution governs. Leave it out, or send it by itself.',
    zh: '提案第 {part} 项操作 {type} 不属于章程管辖的操作。请将其移除或单独提交。',
  },
  GOVERNANCE_PROPOSAL_IMPOSSIBLE: {
    number: 303,
    en: 'Carried out now, part {part} of the proposal would be refused with {reason}. Correct it, or propose it when it is possible.',
    zh: '若现在执行，提案第 {part} 项将被拒绝（{reason}）。请更正，或待条件具备时再提出。',
  },
  GOVERNANCE_TOO_MANY_PROPOSALS: {
    number: 304,
    en: '{limit} proposals of {whose} are open, the most allowed. Wait until one is decided, or withdraw one.',
    zh: '{whose} 已有 {limit} 个未决提案，达到上限。请等待其中之一决定，或撤回一个。',
  },
  GOVERNANCE_PROPOSAL_UNKNOWN: {
    number: 305,
    en: 'There is no proposal {proposal}. Check the number.',
    zh: '不存在提案 {proposal}。请检查编号。',
  },
  GOVERNANCE_PROPOSAL_CLOSED: {
    number: 306,
    en: 'Proposal {proposal} is {status}; this can no longer be done to it. Make a new proposal if need be.',
    zh: '提案 {proposal} 的状态为 {status}，不能再进行此操作。如有需要请提交新提案。',
  },
  GOVERNANCE_NOT_A_VOTER: {
    number: 307,
    en: '{organization} has no vote on proposal {proposal}: it is not in the electorate of its rules.',
    zh: '{organization} 对提案 {proposal} 没有表决权，不在其规则的表决范围内。',
  },
  GOVERNANCE_ALREADY_VOTED: {
    number: 308,
    en: '{organization} has voted {choice} on proposal {proposal}; a vote stands. Nothing needs to be done.',
    zh: '{organization} 已对提案 {proposal} 投票（{choice}），投票不可更改，无需操作。',
  },
  GOVERNANCE_NO_VETO: {
    number: 309,
    en: '{organization} has no veto on proposal {proposal}. Vote no instead, if it is in the electorate.',
    zh: '{organization} 对提案 {proposal} 没有否决权。如有表决权，请投反对票。',
  },
  GOVERNANCE_NOT_PROPOSER: {
    number: 310,
    en: 'Proposal {proposal} was made by {proposer}; only that organization can withdraw it, not {author}.',
    zh: '提案 {proposal} 由 {proposer} 提出，只能由其撤回，{author} 不可以。',
  },
  GOVERNANCE_CONSTITUTION_INVALID: {
    number: 311,
    en: 'The constitution can not be: {field} is wrong ({problem}). Correct it and propose it again.',
    zh: '章程无效：{field} 有误（{problem}）。请更正后重新提出。',
  },
  GOVERNANCE_UNCHANGEABLE: {
    number: 312,
    en: 'After this, nobody could change the constitution any more (rule "{rule}"). Keep an active organization in that electorate.',
    zh: '此操作之后将无人能够修改章程（规则“{rule}”）。请确保该表决范围内保留有效机构。',
  },
  GOVERNANCE_TOO_FEW_VALIDATORS: {
    number: 313,
    en: 'There would be {count} validators, fewer than the {least} that are safe now. Keep at least as many.',
    zh: '验证者将只剩 {count} 个，少于当前安全所需的 {least} 个。请至少保留该数量。',
  },
  GOVERNANCE_VALIDATORS_FIRST: {
    number: 322,
    en: 'Without the validators of {organization} those left would not be safe ({reason}). Set other validators first, or before it in the same proposal (governance.set-validators).',
    zh: '移除 {organization} 的验证者后，其余验证者不够安全（{reason}）。请先设置其他验证者，或在同一提案中置于其前（governance.set-validators）。',
  },
  GOVERNANCE_SIGNER_UNFIT: {
    number: 323,
    en: 'The key {publicKey} is not that of a validator now, or has not signed this. Sign with it alone, while it is.',
    zh: '密钥 {publicKey} 当前不是验证者的密钥，或未签署此交易。请在其有效期间仅用该密钥签名。',
  },
  GOVERNANCE_SIGNER_CLAIMED: {
    number: 324,
    en: 'Another machine has claimed the validator key {publicKey} in block {height} (0: no machine has). Only one may sign with it: stop the other one for good first.',
    zh: '另一台机器已在区块 {height} 认领验证者密钥 {publicKey}（0 表示无机器认领）。只能由一台机器使用该密钥签名：请先永久停用另一台。',
  },
  GOVERNANCE_POWER_CONCENTRATED: {
    number: 314,
    en: '{organization} would hold a third of the voting power or more and could stop the chain alone. Give it less.',
    zh: '{organization} 的投票权将达到或超过三分之一，可单独使链停止。请减少其份额。',
  },
  GOVERNANCE_VALIDATOR_UNFIT: {
    number: 315,
    en: 'Validator {place}: {organization} is not an active organization with the role validator. Give it the role first.',
    zh: '第 {place} 个验证者：{organization} 不是具有验证者角色的有效机构。请先授予该角色。',
  },
  GOVERNANCE_VALIDATOR_KEY: {
    number: 316,
    en: 'Validator {place}: the public key is given twice, or is not a valid ed25519 key. Export it anew.',
    zh: '第 {place} 个验证者：公钥重复，或不是有效的 ed25519 公钥。请重新导出。',
  },
  GOVERNANCE_VERSION_UNKNOWN: {
    number: 317,
    en: 'This node has version {known} of the module {module} at most, not {version}. Update its software first, then send it again.',
    zh: '本节点软件仅支持模块 {module} 的版本 {known}，不支持版本 {version}。请先升级软件，再重新提交。',
  },
  GOVERNANCE_VERSION_ORDER: {
    number: 318,
    en: 'The module {module} goes by version {current}; {version} does not follow it. Activate version {next}.',
    zh: '模块 {module} 当前为版本 {current}，{version} 不是其后续版本。请激活版本 {next}。',
  },
  GOVERNANCE_ACTIVATION_HEIGHT: {
    number: 319,
    en: 'Block {height} is too early for an activation decided now. Give {least} or a later one.',
    zh: '区块高度 {height} 早于现在所能激活的高度。请指定 {least} 或更高。',
  },
  GOVERNANCE_ACTIVATION_PENDING: {
    number: 320,
    en: 'Version {version} of {module} is activated at block {height} already. Wait for it, or cancel it first.',
    zh: '模块 {module} 的版本 {version} 已定于区块 {height} 激活。请等待，或先将其取消。',
  },
  GOVERNANCE_ACTIVATION_NONE: {
    number: 321,
    en: 'No version of the module {module} is about to be activated. Nothing needs to be cancelled.',
    zh: '模块 {module} 没有待激活的版本，无需取消。',
  },
} as const;

export const refuse = refusalsOf(GOVERNANCE_ERRORS);
