import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { encodeConsensus } from './consensus.ts';
import type { ConsensusLimits } from './consensus.ts';
import { consensusSet } from './events.ts';
import { CONSENSUS_KEY } from './keys.ts';
import { blockBytes, evidenceBlocks, evidenceMs } from './params.ts';

export const setConsensus: ActionDefinition<ConsensusLimits> = {
  type: 'governance.set-consensus',
  about:
    'Says how long a block may be, and how long after the fact a validator answers for signing twice; from the next block on.',
  authority: 'the constitution',
  params: map({ maxBytes: blockBytes, evidenceBlocks, evidenceMs }),
  governed: true,
  execute(context, limits) {
    context.putVersion(CONSENSUS_KEY, context.get(CONSENSUS_KEY), encodeConsensus(limits));
    context.emit(consensusSet, limits);
    return undefined;
  },
};

export function encodeSetConsensus(params: ConsensusLimits): Action {
  return encodeAction(setConsensus, params);
}
