/** Joining a network by state sync: what a node is told to trust. */
import { flag, optional, repeated } from '../command/parameter.ts';
import { nodeUrl, wholeNumber } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';

const blockHash = (given: string): string => {
  if (/^[0-9a-fA-F]{64}$/.test(given)) return given.toUpperCase();
  throw new RangeError(`must be a hash of 64 hexadecimal digits, not "${given}".`);
};

export const STATE_SYNC_OPTIONS = {
  stateSync: flag('--state-sync', 'begin with the state of other nodes instead of the first block'),
  trustHeight: optional(
    '--trust-height <block>',
    'height of a header that is trusted, with --state-sync',
    wholeNumber(1, Number.MAX_SAFE_INTEGER),
  ),
  trustHash: optional('--trust-hash <hash>', 'hash of that header', blockHash),
  rpcServers: repeated(
    '--rpc-server <url>',
    'a node that is asked for headers; two or more, of different organizations',
    nodeUrl,
  ),
};

interface Given {
  readonly stateSync: boolean;
  readonly trustHeight: number | undefined;
  readonly trustHash: string | undefined;
  readonly rpcServers: readonly string[];
}

/** The settings that these options stand for; none without --state-sync. */
export function stateSyncSettings(
  { stateSync, trustHeight, trustHash, rpcServers }: Given,
  isReplicated: boolean,
): Record<string, string | number | readonly string[]> {
  if (!stateSync) return {};
  if (!isReplicated) {
    throw new UsageError('--state-sync goes with --engine cometbft: there must be other nodes.');
  }
  if (trustHeight === undefined || trustHash === undefined) {
    throw new UsageError(
      '--state-sync needs --trust-height and --trust-hash: a header that somebody told you whom you believe. ' +
        'A node that runs shows them: GET /v1/blocks?limit=1, "block" and "hash".',
    );
  }
  if (new Set(rpcServers).size < 2) {
    throw new UsageError(
      '--state-sync needs two or more --rpc-server: what one node says is compared with another one.',
    );
  }
  return {
    'statesync.trust_height': trustHeight,
    'statesync.trust_hash': trustHash,
    'statesync.rpc_servers': rpcServers,
  };
}
