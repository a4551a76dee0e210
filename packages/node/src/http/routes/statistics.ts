import type { Static } from 'typebox';
import type { Api } from '../api.ts';
import { ref } from '../schemas/basics.ts';
import { StatisticsSchema } from '../schemas/organization.ts';
import type { Services } from '../services.ts';

export function statisticsRoutes(api: Api, { statistics }: Services): void {
  api.get(
    '/v1/statistics',
    {
      schema: {
        operationId: 'getStatistics',
        tags: ['directory'],
        summary: 'Get the network in numbers',
        description:
          'Numbers of organizations may lag behind the block by seconds on a busy, large network.',
        response: { 200: ref(StatisticsSchema) },
      },
    },
    (): Static<typeof StatisticsSchema> => statistics.read(),
  );
}
