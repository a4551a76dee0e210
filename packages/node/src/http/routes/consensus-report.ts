import type { Static } from 'typebox';
import { consensusAnswer } from '../../consensus/consensus-answer.ts';
import { preferredLanguage } from '../../problems/language.ts';
import type { Api } from '../api.ts';
import { ref } from '../schemas/basics.ts';
import { ConsensusSchema } from '../schemas/consensus.ts';
import type { Services } from '../services.ts';

export function consensusReportRoutes(api: Api, { consensus }: Services): void {
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
      const report = await consensus();
      const language = preferredLanguage(request.headers['accept-language']);
      reply.header('cache-control', 'no-store');
      return consensusAnswer(report, Date.now(), language);
    },
  );
}
