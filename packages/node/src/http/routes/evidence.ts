import { evidenceRange, listEvidence, readOrganization } from '@touchmark/ledger';
import { type Static, Type } from 'typebox';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { hexOf, stateOf, timeOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { EvidenceSchema } from '../schemas/evidence.ts';
import type { Services } from '../services.ts';
import { PROOF, proofOf } from './governance.ts';
import { OrganizationId } from './organizations.ts';

export function evidenceRoutes(api: Api, { engine }: Services): void {
  api.get(
    '/v1/organizations/:id/evidence',
    {
      schema: {
        operationId: 'listEvidence',
        tags: ['directory'],
        summary: 'List what blocks have proven of the validators of an organization',
        description:
          'A validator that signs two things that exclude each other is proven to have done so by a later block. ' +
          'With proof=1 the list comes with a range proof: it is complete.',
        params: Type.Object({ id: OrganizationId }),
        querystring: PROOF,
        response: { 200: ref(EvidenceSchema), ...problems(400, 404) },
      },
    },
    (request): Static<typeof EvidenceSchema> => {
      const { id } = request.params;
      return engine.chain.read((view, head) => {
        if (readOrganization(view, id) === undefined) throw new ProblemError('ORGANIZATION_ABSENT');
        const { start, end } = evidenceRange(id);
        return {
          organization: id,
          evidence: listEvidence(view, id).map((one) => ({
            kind: one.kind,
            validator: hexOf(one.address),
            power: one.power,
            block: one.height,
            time: timeOf(one.timeMs),
            provenIn: one.block,
            struck: one.isStruck,
          })),
          ...(request.query.proof === true ? { proof: proofOf(view, head, start, end) } : {}),
          state: stateOf(head),
        };
      });
    },
  );
}
