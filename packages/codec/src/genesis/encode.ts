import { encodeBase64 } from '../base64.ts';
import { encodeUtf8 } from '../cbor/utf8.ts';
import { formatTimestamp } from '../comet/rfc3339.ts';
import { encodeHex } from '../hex.ts';
import { parseGenesis } from './parse.ts';
import type {
  ConsensusParams,
  GenesisAppState,
  GenesisConstitution,
  GenesisContent,
  GenesisValidator,
} from './types.ts';
import { ED25519_KEY_TYPE } from './validators.ts';

/**
 * The genesis file: indented JSON that CometBFT and `parseGenesis` read. Throws GenesisError if it
 * would not be valid.
 */
export function encodeGenesis(content: GenesisContent): Uint8Array {
  const document = {
    genesis_time: formatTimestamp(content.genesisTime),
    chain_id: content.chainId,
    initial_height: String(content.initialHeight),
    consensus_params: consensusParamsJson(content.consensusParams),
    validators: content.validators.map(validatorJson),
    app_hash: '',
    app_state: appStateJson(content.appState),
  };
  const bytes = encodeUtf8(`${JSON.stringify(document, null, 2)}\n`);
  parseGenesis(bytes);
  return bytes;
}

function consensusParamsJson(params: ConsensusParams) {
  return {
    block: { max_bytes: String(params.block.maxBytes), max_gas: String(params.block.maxGas) },
    evidence: {
      max_age_num_blocks: String(params.evidence.maxAgeBlocks),
      max_age_duration: String(params.evidence.maxAgeNs),
      max_bytes: String(params.evidence.maxBytes),
    },
    validator: { pub_key_types: params.validator.publicKeyTypes },
    version: { app: String(params.version.app) },
    abci: { vote_extensions_enable_height: String(params.abci.voteExtensionsEnableHeight) },
  };
}

function validatorJson(validator: GenesisValidator) {
  return {
    address: encodeHex(validator.address).toUpperCase(),
    pub_key: { type: ED25519_KEY_TYPE, value: encodeBase64(validator.publicKey) },
    power: String(validator.power),
    name: validator.name,
  };
}

function constitutionJson({ committees, rules }: GenesisConstitution) {
  return {
    committees: Object.fromEntries(
      committees.map(({ name, organizations }) => [name, organizations]),
    ),
    rules: Object.fromEntries(rules.map(({ action, ...rule }) => [action, rule])),
  };
}

function appStateJson(state: GenesisAppState) {
  return {
    touchmark: 1,
    organizations: state.organizations.map(({ id, name, roles, keys }) => ({
      id,
      name,
      roles,
      keys: keys.map(({ algorithm, publicKey }) => ({
        algorithm,
        publicKey: encodeBase64(publicKey),
      })),
    })),
    parameters: state.parameters,
    ...(state.constitution && { constitution: constitutionJson(state.constitution) }),
  };
}
