import type { ConsensusSource } from '@touchmark/engine';
import { readPeers, readSync } from '../../consensus/round-state.ts';

/**
 * This node has all blocks that it knows of, and is connected with others.
 * @throws what the call throws, where CometBFT does not answer
 */
export async function isWithOthers(consensus: ConsensusSource): Promise<boolean> {
  const [status, peers] = await Promise.all(
    ['status', 'net_info'].map((method) => consensus.call(method, {})),
  );
  return !readSync(status).isCatchingUp && readPeers(peers).length > 0;
}
