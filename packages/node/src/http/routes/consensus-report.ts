import type { Static } from 'typebox';
import { reportConsensus } from '../../consensus/consensus-report.ts';
import { findingsOf } from '../../consensus/findings.ts';
import { preferredLanguage } from '../../problems/language.ts';
import type { Api } from '../api.ts';
import { timeOf } from '../read-time.ts';
import { ref } from '../schemas/basics.ts';
import { ConsensusSchema } from '../schemas/consensus.ts';
import type { Services } from '../services.ts';

export function consensusReportRoutes(api: Api, { engine }: Services): void {
  api.get(
    '/v1/consensus',
    {
      schema: {
        operationId: 'getConsensus',
        tags: ['chain'],
        summary: 'See why the chain goes on, or why it does not',
        description:
          'Which height is being decided, since when, in which round, and whose votes this node has. Works while the ' +
          'chain stands. `touchmark network doctor` compares what several nodes say.',
        response: { 200: ref(ConsensusSchema) },
      },
    },
    async (request, reply): Promise<Static<typeof ConsensusSchema>> => {
      const report = await reportConsensus(engine, Date.now);
      const nowMs = Date.now();
      const language = preferredLanguage(request.headers['accept-language']);
      reply.header('cache-control', 'no-store');
      return {
        ...report,
        since: timeOf(report.sinceMs),
        proposer: report.proposer ?? null,
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
    },
  );
}
