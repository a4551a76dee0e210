import type { Genesis } from '@touchmark/codec';
import { GenesisStateError } from '../../kernel/genesis-context.ts';
import type { GenesisContext } from '../../kernel/genesis-context.ts';
import type { Registry } from '../../kernel/registry.ts';
import { ENTRY_VALUE_BYTES } from '../../limits.ts';
import { checkConstitution, sortedConstitution } from './check-constitution.ts';
import { DEFAULT_CONSTITUTION, encodeConstitution } from './constitution.ts';
import { changeableConstitution } from './invariants.ts';
import { CONSTITUTION_KEY, VALIDATORS_KEY } from './keys.ts';
import { encodeValidatorList } from './validators.ts';

/** Founds the constitution, given or by default, and notes the validators. */
export function foundGovernance(
  context: GenesisContext,
  genesis: Genesis,
  registry: Pick<Registry, 'actions' | 'modules'>,
): void {
  const constitution = genesis.appState.constitution ?? DEFAULT_CONSTITUTION;
  const refusal = checkConstitution(context, registry, constitution);
  if (refusal !== undefined) {
    const { field, problem } = refusal.details;
    throw new GenesisStateError(
      'GENESIS_CONSTITUTION',
      `the constitution is wrong at ${String(field)} (${String(problem)}); see spec/ledger.md`,
    );
  }
  const body = encodeConstitution(sortedConstitution(constitution), null);
  context.putVersion(CONSTITUTION_KEY, undefined, body);
  const bytes = context.get(CONSTITUTION_KEY)!.length;
  if (bytes > ENTRY_VALUE_BYTES) {
    throw new GenesisStateError(
      'GENESIS_CONSTITUTION',
      `the constitution has ${bytes} bytes as the ledger keeps it, more than ${ENTRY_VALUE_BYTES}; ` +
        'make committees smaller, or name roles in their place',
    );
  }
  if (changeableConstitution.check(context, context) !== undefined) {
    throw new GenesisStateError(
      'GENESIS_CONSTITUTION',
      'nobody could ever change the constitution: put an organization into the electorate of ' +
        'its rule for governance.set-constitution',
    );
  }
  const validators = genesis.validators.map(({ name, publicKey, power }) => ({
    organization: name,
    publicKey,
    power: Number(power),
  }));
  context.putVersion(VALIDATORS_KEY, undefined, encodeValidatorList(validators));
}
