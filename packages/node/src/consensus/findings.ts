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
  return [progress(report, nowMs), ...silent(report), ...alone(report)];
}

function progress(report: ConsensusReport, nowMs: number): ConsensusFinding {
  const { height, newest, state } = report;
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
          en: 'CometBFT does not answer its node.',
          zh: 'CometBFT 未应答本节点。',
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

/** Who did not sign the newest block, and how many more may be missing before nothing is decided any more. */
function silent({ validators, power, newest }: ConsensusReport): ConsensusFinding[] {
  const missing = validators.filter(({ signedNewest }) => !signedNewest);
  if (missing.length === 0) return [];
  const left = power.total - missing.reduce((sum, each) => sum + each.power, 0);
  const margin = left - power.needed;
  return [
    {
      code: 'consensus.silent',
      level: 'warning',
      detail: {
        en:
          `${list(missing)} did not sign block ${newest.height}. ${margin} of ${power.total} voting power more may be ` +
          'missing before the chain stands.',
        zh: `${list(missing)} 未签署区块 ${newest.height}。总投票权 ${power.total} 中再缺 ${margin} 以上，链将停滞。`,
      },
      advice: {
        en: 'Once may be chance: a block needs no more than two thirds. If it stays so, ask them about their node.',
        zh: '偶尔一次属正常：三分之二以上签署即可。若持续如此，请询问其节点情况。',
      },
    },
  ];
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
