import type { Static } from 'typebox';
import { timeOf } from '../http/read-time.ts';
import type { ConsensusSchema } from '../http/schemas/consensus.ts';
import type { Language } from '../problems/language.ts';
import type { ConsensusReport } from './consensus-report.ts';
import { findingsOf } from './findings.ts';

/** What `/v1/consensus` answers. */
export function consensusAnswer(
  report: ConsensusReport,
  nowMs: number,
  language: Language,
): Static<typeof ConsensusSchema> {
  const { sinceMs, ...said } = report;
  return {
    ...said,
    since: timeOf(sinceMs),
    proposer: report.proposer ?? null,
    node: report.node ?? null,
    peers: [...report.peers],
    validators: report.validators.map((validator) => ({
      ...validator,
      organization: validator.organization ?? null,
    })),
    newest: { block: report.newest.height, time: timeOf(report.newest.timeMs) },
    findings: findingsOf(report, nowMs).map(({ code, level, detail, advice }) => ({
      code,
      level,
      detail: detail[language],
      ...(advice === undefined ? {} : { advice: advice[language] }),
    })),
  };
}
