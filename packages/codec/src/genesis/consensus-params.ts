import { GenesisError } from './genesis-error.ts';
import { member, type JsonField } from './json-fields.ts';
import type { ConsensusParams } from './types.ts';

/** CometBFT's MaxBlockSizeBytes. */
const MAX_BLOCK_BYTES = 104_857_600n;

export function readConsensusParams(field: JsonField): ConsensusParams {
  const groups = field.object(['block', 'evidence', 'validator', 'version', 'abci'], ['authority']);
  groups.get('authority')?.object([], ['authority']).get('authority')?.text();
  const block = member(groups, 'block').object(['max_bytes', 'max_gas']);
  const evidence = member(groups, 'evidence').object([
    'max_age_num_blocks',
    'max_age_duration',
    'max_bytes',
  ]);
  const validator = member(groups, 'validator').object(['pub_key_types']);
  const version = member(groups, 'version').object([], ['app']);
  const abci = member(groups, 'abci').object(['vote_extensions_enable_height']);
  const maxBytes = member(block, 'max_bytes').int64(1n, MAX_BLOCK_BYTES);
  const publicKeyTypes = member(validator, 'pub_key_types')
    .array(1, 4)
    .map((type) => type.text());
  if (!publicKeyTypes.includes('ed25519')) {
    throw new GenesisError('GENESIS_VALUE', 'pub_key_types must include "ed25519"');
  }
  return {
    block: { maxBytes, maxGas: member(block, 'max_gas').int64(-1n) },
    evidence: {
      maxAgeBlocks: member(evidence, 'max_age_num_blocks').int64(1n),
      maxAgeNs: member(evidence, 'max_age_duration').int64(1n),
      maxBytes: member(evidence, 'max_bytes').int64(0n, maxBytes),
    },
    validator: { publicKeyTypes },
    version: { app: version.get('app')?.int64(0n) ?? 0n },
    abci: {
      voteExtensionsEnableHeight: member(abci, 'vote_extensions_enable_height').int64(0n),
    },
  };
}
