import {
  DEFAULT_CONSENSUS_PARAMS,
  encodeGenesis,
  type GenesisConstitution,
  type GenesisKey,
  parseGenesis,
  sortValidators,
  timestampOfMs,
  validatorOf,
} from '@touchmark/codec';
import { type Constitution, initializeState, type Role } from '@touchmark/ledger';

/** Every validator counts the same unless said otherwise. */
const DEFAULT_POWER = 10n;

export interface FoundingOrganization {
  /** a-z 0-9 -, 2 to 32 of them. */
  id: string;
  /** For people. */
  name: string;
  /** At least one organization must be `administrator`: it admits the others. */
  roles: readonly Role[];
  keys: readonly GenesisKey[];
}

export interface FoundingValidator {
  /** Shown to whoever verifies an answer. */
  name: string;
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
  power?: bigint;
}

/** What a network starts from. */
export interface GenesisParameters {
  /** 1 to 50 of A-Z a-z 0-9 . _ -; must differ from every other network's. */
  chainId: string;
  validators: readonly FoundingValidator[];
  organizations: readonly FoundingOrganization[];
  /** Milliseconds since 1970; default: now. */
  genesisTimeMs?: number;
  /** Settings of the ledger that differ from its defaults. */
  parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Who decides what by which rule; default: administrators, and two thirds of them the rules. */
  constitution?: Constitution;
}

/**
 * Founds a network: makes the genesis file that every node starts from and everybody who verifies
 * trusts.
 *
 * @example
 * const genesis = createGenesis({
 *   chainId: 'touchmark-example',
 *   validators: [{ name: 'Beijing', publicKey: validatorKey.publicKey }],
 *   organizations: [{ id: 'beijing', name: 'Beijing', roles: ['administrator'], keys: [key] }],
 * });
 *
 * @returns the file's bytes, checked by the rules that a node will apply.
 * @throws GenesisError (codec) or GenesisStateError (ledger) that says what is wrong.
 */
export function createGenesis(parameters: GenesisParameters): Uint8Array {
  const { chainId, validators, organizations, genesisTimeMs = Date.now() } = parameters;
  const { constitution } = parameters;
  const names = new Map(validators.map(({ publicKey, name }) => [publicKey.join(), name]));
  const set = validators.map(({ publicKey, power = DEFAULT_POWER }) =>
    validatorOf(publicKey, power),
  );
  const bytes = encodeGenesis({
    chainId,
    genesisTime: timestampOfMs(genesisTimeMs),
    initialHeight: 1,
    validators: sortValidators(set).map((validator) => ({
      ...validator,
      name: names.get(validator.publicKey.join()) ?? '',
    })),
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: {
      organizations: organizations.map(({ id, name, roles, keys }) => ({
        id,
        name,
        roles: [...roles],
        keys: keys.map(({ algorithm, publicKey }) => ({ algorithm, publicKey })),
      })),
      parameters: parameters.parameters ?? {},
      ...(constitution === undefined ? {} : { constitution: genesisConstitution(constitution) }),
    },
  });
  initializeState(parseGenesis(bytes));
  return bytes;
}

function genesisConstitution({ committees, rules }: Constitution): GenesisConstitution {
  return {
    committees: committees.map(({ name, organizations }) => ({
      name,
      organizations: [...organizations],
    })),
    rules: rules.map((rule) => ({
      ...rule,
      electorate: [...rule.electorate],
      veto: [...rule.veto],
    })),
  };
}
