import type { Language } from '../problems/language.ts';
import type { ConsensusReport, ReportedValidator } from './consensus-report.ts';

export type FindingLevel = 'ok' | 'warning' | 'failure';

/** How something is, in words, and what to do. */
export interface ConsensusFinding {
  /** Stable name. */
  readonly code: string;
  readonly level: FindingLevel;
  readonly detail: Readonly<Record<Language, string>>;
  readonly advice?: Readonly<Record<Language, string>>;
}

const list = (validators: readonly ReportedValidator[]): string =>
  validators
    .map(({ organization, address, power }) => `${organization ?? address} (${power})`)
    .join(', ');

const seconds = (durationMs: number): number => Math.max(0, Math.round(durationMs / 1_000));

/** Why the chain goes on, or does not, as one node sees it. */
export function findingsOf(report: ConsensusReport, nowMs: number): ConsensusFinding[] {
  return [progress(report, nowMs), ...silent(report), ...alone(report), ...waits(report)];
}

function progress(report: ConsensusReport, nowMs: number): ConsensusFinding {
  const { height, newest, state, lastWords } = report;
  const age = seconds(nowMs - newest.timeMs);
  switch (state) {
    case 'standing':
      return standing(report, nowMs);
    case 'deciding':
      return {
        code: 'consensus.deciding',
        level: 'ok',
        detail: {
          en: `Block ${height} is being decided.`,
          zh: `正在就区块 ${height} 达成共识。`,
        },
      };
    case 'catching-up':
      if (newest.height === 0) return report.isStateSync === true ? fetching(report) : founding();
      return {
        code: 'consensus.catching-up',
        level: 'warning',
        detail: {
          en: `This node fetches the blocks that it lacks; its newest is ${newest.height}, ${age} s old.`,
          zh: `本节点正在补齐缺少的区块；最新为区块 ${newest.height}，距今 ${age} 秒。`,
        },
        advice: { en: 'Wait; it votes when it has them.', zh: '请等待；补齐后即参与投票。' },
      };
    case 'away':
      return {
        code: 'consensus.away',
        level: 'failure',
        detail: {
          en: `CometBFT does not answer its node.${lastWords === undefined ? '' : ` Its last words: ${lastWords}`}`,
          zh: `CometBFT 未应答本节点。${lastWords === undefined ? '' : `其最后的话：${lastWords}`}`,
        },
        advice: {
          en: 'It is started again by itself. If this stays so, cometbft.log in the data directory says why.',
          zh: '它会自动重启。若持续如此，数据目录中的 cometbft.log 会说明原因。',
        },
      };
    default:
      return {
        code: 'consensus.resting',
        level: 'ok',
        detail: {
          en: `Nothing waits to be decided; the newest block is ${newest.height}, ${age} s old.`,
          zh: `没有待决事项；最新为区块 ${newest.height}，距今 ${age} 秒。`,
        },
      };
  }
}

function fetching({ peers }: ConsensusReport): ConsensusFinding {
  return {
    code: 'consensus.snapshot',
    level: 'warning',
    detail: {
      en: `This node waits for a snapshot of the state; it is connected with ${peers.length} other nodes.`,
      zh: `本节点正在等待状态快照；已与 ${peers.length} 个其他节点连接。`,
    },
    advice: {
      en:
        'Each node takes one after every comet.snapshot_interval blocks (1,000 unless set): on a younger network, or one at rest, take the ' +
        '[statesync] settings out and let it fetch all blocks.',
      zh: '各节点每 comet.snapshot_interval 个区块（默认 1,000）生成一个快照：若网络较新或处于静止，请去掉 [statesync] 设置，让它取得全部区块。',
    },
  };
}

function founding(): ConsensusFinding {
  return {
    code: 'consensus.founding',
    level: 'warning',
    detail: {
      en: 'No block is here yet: the node looks for others, to fetch theirs or to decide the first one with them.',
      zh: '尚无区块：本节点正在寻找其他节点，以取得其区块或共同决定首个区块。',
    },
    advice: {
      en: 'Wait until more than two thirds of the voting power is connected.',
      zh: '请等待三分之二以上投票权的节点连通。',
    },
  };
}

function standing(report: ConsensusReport, nowMs: number): ConsensusFinding {
  const { height, round, step, sinceMs, power, validators, proposer } = report;
  const isPrevote = power.prevoted < power.needed;
  const missing = validators.filter((each) => !(isPrevote ? each.prevoted : each.precommitted));
  const voted = isPrevote ? power.prevoted : power.precommitted;
  const leads = validators.find(({ address }) => address === proposer);
  const name = leads?.organization ?? proposer ?? '?';
  const since = new Date(sinceMs).toISOString();
  return {
    code: 'consensus.standing',
    level: 'failure',
    detail: {
      en:
        `Block ${height} is not decided since ${since}, ${seconds(nowMs - sinceMs)} s: round ${round}, ${step}, led by ` +
        `${name}. Of ${power.total} voting power ${voted} ${isPrevote ? 'prevoted' : 'precommitted'}, ${power.needed} ` +
        `is needed. No vote came here from ${list(missing) || 'nobody'}.`,
      zh:
        `区块 ${height} 自 ${since} 起 ${seconds(nowMs - sinceMs)} 秒未能达成共识：第 ${round} 轮，阶段 ${step}，由 ${name} 主持。` +
        `总投票权 ${power.total} 中已有 ${voted} ${isPrevote ? '预投票' : '预提交'}，需要 ${power.needed}。` +
        `尚未收到以下成员的投票：${list(missing) || '无'}。`,
    },
    advice: {
      en: 'Ask them whether their node runs and reaches yours. Nothing is lost: it goes on by itself when enough vote.',
      zh: '请询问其节点是否在运行、能否连通。数据不会丢失：投票足够后会自动继续。',
    },
  };
}

/** Who signs no blocks, and how many more may be missing before nothing is decided any more. */
function silent({ validators, power, newest }: ConsensusReport): ConsensusFinding[] {
  const missing = validators.filter(({ signedRecently }) => !signedRecently);
  if (missing.length === 0) return [];
  const left = power.total - missing.reduce((sum, each) => sum + each.power, 0);
  const others = validators.filter(({ signedRecently }) => signedRecently);
  const margin = marginOf(others, left, power);
  return [
    {
      code: 'consensus.silent',
      level: 'warning',
      detail: {
        en: `${list(missing)} signed none of the newest blocks up to ${newest.height}. ${margin.en}`,
        zh: `${list(missing)} 未签署截至 ${newest.height} 的最近各区块。${margin.zh}`,
      },
      advice: {
        en: 'Ask them about their node.',
        zh: '请询问其节点情况。',
      },
    },
  ];
}

/** Whether the chain goes on without one more of those that sign. */
function marginOf(
  others: readonly ReportedValidator[],
  left: number,
  { total, needed }: ConsensusReport['power'],
): Readonly<Record<Language, string>> {
  const needful = others.filter((each) => left - each.power < needed);
  if (needful.length === 0) {
    return {
      en: `Any one of the others may be missing as well: ${left} of ${total} voting power sign, ${needed} is needed.`,
      zh: `其余任何一个缺席仍可继续：总投票权 ${total} 中 ${left} 在签名，需要 ${needed}。`,
    };
  }
  const isAny = needful.length === others.length;
  return {
    en: `If ${isAny ? 'any other validator' : list(needful)} is missing as well, the chain stands.`,
    zh: `若${isAny ? '再缺任何一个验证者' : ` ${list(needful)} 也缺席`}，链将停滞。`,
  };
}

function alone({ engine, peers, validators }: ConsensusReport): ConsensusFinding[] {
  if (engine === 'embedded' || peers.length > 0 || validators.length < 2) return [];
  return [
    {
      code: 'consensus.alone',
      level: 'failure',
      detail: {
        en: 'This node is connected with no other one.',
        zh: '本节点未与任何其他节点连接。',
      },
      advice: {
        en: 'Check comet.peers, comet.listen and the firewall between them.',
        zh: '请检查 comet.peers、comet.listen 以及之间的防火墙。',
      },
    },
  ];
}

/** A validator that was restored. */
function waits({ held }: ConsensusReport): ConsensusFinding[] {
  if (held === undefined) return [];
  const { until, otherSigner } = held;
  if (otherSigner !== undefined) {
    return [
      {
        code: 'consensus.other-signer',
        level: 'failure',
        detail: {
          en: `Somebody else has signed block ${otherSigner} with the key of this validator, or claimed it there; so this node signs nothing.`,
          zh: `另有他人用本验证者的密钥签署了区块 ${otherSigner}，或在该区块认领了它；因此本节点暂不签名。`,
        },
        advice: {
          en: 'Find the other node that has this key, and stop it for good: this one signs by itself some blocks later.',
          zh: '请找到另一个持有此密钥的节点并永久停用；数个区块之后本节点会自行恢复签名。',
        },
      },
    ];
  }
  return [
    {
      code: 'consensus.restored',
      level: 'warning',
      detail: {
        en:
          'This node does not know what its validator has signed, and signs nothing yet: ' +
          `${until === undefined ? 'it follows, and then claims the key in the ledger' : `up to block ${until}`}.`,
        zh: `本节点不知其验证者签署过什么，暂不签名：${until === undefined ? '先追上，再在账本中认领密钥' : `直至区块 ${until}`}。`,
      },
      advice: {
        en: 'Wait; it signs again by itself when nothing can be signed twice, if the network makes blocks.',
        zh: '请等待；只要网络在出块，待确保不会重复签名后会自行恢复。',
      },
    },
  ];
}
