import { sha256 } from '@touchmark/crypto';
import { parseTimestamp } from '../comet/rfc3339.ts';
import { isChainId } from '../transaction/content.ts';
import { readAppState } from './app-state.ts';
import { readConsensusParams } from './consensus-params.ts';
import { GenesisError } from './genesis-error.ts';
import { parseStrictJson } from './json.ts';
import { JsonField, member } from './json-fields.ts';
import type { Genesis } from './types.ts';
import { readValidators } from './validators.ts';

/** Far above a genesis with all organizations allowed. */
export const MAX_GENESIS_BYTES = 8 << 20;

const REQUIRED = [
  'genesis_time',
  'chain_id',
  'initial_height',
  'consensus_params',
  'validators',
  'app_state',
];

/**
 * Reads a genesis file: CometBFT's genesis.json with Touchmark's `app_state`. Strict: unknown,
 * missing and duplicate fields are refused, so that all members of a network mean the same by the
 * same hash. Throws GenesisError.
 */
export function parseGenesis(bytes: Uint8Array): Genesis {
  if (bytes.length > MAX_GENESIS_BYTES) {
    throw new GenesisError(
      'GENESIS_TOO_LARGE',
      `a genesis file has at most ${MAX_GENESIS_BYTES} bytes`,
    );
  }
  const members = new JsonField(parseStrictJson(bytes), 'genesis').object(REQUIRED, ['app_hash']);
  const chainId = member(members, 'chain_id').text();
  if (!isChainId(chainId)) {
    throw new GenesisError(
      'GENESIS_CHAIN_ID',
      'genesis.chain_id must be 1 to 50 characters of A-Z a-z 0-9 . _ -, a letter or digit first',
    );
  }
  const genesisTime = parseTimestamp(member(members, 'genesis_time').text());
  if (genesisTime === undefined) {
    throw new GenesisError(
      'GENESIS_TIME',
      'genesis.genesis_time must be RFC 3339 in UTC, as in 2026-01-01T00:00:00Z',
    );
  }
  const appHash = members.get('app_hash');
  if (appHash !== undefined && appHash.text() !== '') {
    throw appHash.valueError('must be empty: the state follows from app_state');
  }
  const maxHeight = BigInt(Number.MAX_SAFE_INTEGER);
  return {
    chainId,
    genesisTime,
    initialHeight: Number(member(members, 'initial_height').int64(1n, maxHeight)),
    validators: readValidators(member(members, 'validators')),
    consensusParams: readConsensusParams(member(members, 'consensus_params')),
    appState: readAppState(member(members, 'app_state')),
    hash: sha256(bytes),
  };
}
