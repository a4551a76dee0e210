import type { StateSyncTrust } from './state-sync.ts';

export interface CometConfig {
  readonly appSocket: string;
  readonly rpcSocket: string;
  readonly validatorKeyFile: string;
  readonly validatorStateFile: string;
  readonly listen: string;
  readonly peers: string;
  /** Begin with the state of other nodes. */
  readonly stateSync?: StateSyncTrust | undefined;
}

const text = (value: string): string => JSON.stringify(value);

/**
 * CometBFT's config.toml: what differs from its defaults, and why. It is written anew at each start; what an operator
 * may set is set at the node.
 */
export function cometConfig(config: CometConfig): string {
  return `# Written by the node at each start; settings belong into its own file.
proxy_app = ${text(`unix://${config.appSocket}`)}
abci = "socket"
db_backend = "goleveldb"
# A dozen lines a block would fill the disk; what goes wrong is told, and peers that come and go.
log_level = "consensus:error,state:error,mempool:error,*:info"
log_format = "json"
genesis_file = "config/genesis.json"
node_key_file = "config/node_key.json"
priv_validator_key_file = ${text(config.validatorKeyFile)}
priv_validator_state_file = ${text(config.validatorStateFile)}

# For the node alone: a socket, no port.
[rpc]
laddr = ${text(`unix://${config.rpcSocket}`)}
max_body_bytes = 4194304
max_open_connections = 900

# The members are known: nobody else is looked for or told about.
[p2p]
laddr = ${text(`tcp://${config.listen}`)}
persistent_peers = ${text(config.peers)}
persistent_peers_max_dial_period = "2s"
addr_book_strict = false
allow_duplicate_ip = true
pex = false
flush_throttle_timeout = "10ms"
send_rate = 52428800
recv_rate = 52428800
handshake_timeout = "5s"
dial_timeout = "2s"

# What was checked once is not checked again: a block answers for what changed meanwhile. Nothing may be larger than the
# least that members can let a block hold: what fits into no block would stop all that comes behind it.
[mempool]
type = "flood"
recheck = false
size = 20000
cache_size = 40000
max_tx_bytes = 1441792

# A validator that is down costs its turn; with the defaults that would be three seconds.
[consensus]
wal_file = "data/cs.wal/wal"
timeout_propose = "500ms"
timeout_propose_delta = "250ms"
timeout_prevote = "300ms"
timeout_prevote_delta = "150ms"
timeout_precommit = "300ms"
timeout_precommit_delta = "150ms"
timeout_commit = "0s"
create_empty_blocks = false
create_empty_blocks_interval = "10s"
peer_gossip_sleep_duration = "10ms"

# What a block did is in the ledger.
[storage]
discard_abci_responses = true

[tx_index]
indexer = "null"
${stateSyncSection(config.stateSync)}`;
}

/** The shortest time to look for snapshots that CometBFT takes: those who have them are known. */
function stateSyncSection(trust: StateSyncTrust | undefined): string {
  if (trust === undefined) return '';
  return `
[statesync]
enable = true
rpc_servers = ${text(trust.servers.join(','))}
trust_height = ${trust.height}
trust_hash = ${text(trust.hash)}
trust_period = "${trust.periodHours}h"
discovery_time = "5s"
chunk_request_timeout = "10s"
chunk_fetchers = "4"
`;
}
