import { type Activation, activationsRange, ledger, type ModuleVersions } from '@touchmark/ledger';
import type { Static } from 'typebox';
import type { Api } from '../api.ts';
import { stateOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { UpgradesSchema } from '../schemas/upgrades.ts';
import type { Services } from '../services.ts';
import { PROOF, proofOf } from './governance.ts';

const activationOf = ({ version, height }: Activation) => ({ version, block: height });

function describe({ module, active, pending, known, activations }: ModuleVersions) {
  return {
    module,
    active,
    ...(pending === undefined ? {} : { pending: activationOf(pending) }),
    known,
    activations: activations.map(activationOf),
  };
}

export function upgradeRoutes(api: Api, { engine }: Services): void {
  api.get(
    '/v1/upgrades',
    {
      schema: {
        operationId: 'listUpgrades',
        tags: ['governance'],
        summary: 'List the versions of the modules: active, to come, and known to this node',
        description:
          'With proof=1 all activations come with a range proof: what is not named there goes by version 1.',
        querystring: PROOF,
        response: { 200: ref(UpgradesSchema), ...problems(400) },
      },
    },
    (request): Static<typeof UpgradesSchema> =>
      engine.chain.read((view, head) => {
        const { start, end } = activationsRange();
        return {
          modules: ledger.versions(view, head.height).map(describe),
          ...(request.query.proof === true ? { proof: proofOf(view, head, start, end) } : {}),
          state: stateOf(head),
        };
      }),
  );
}
