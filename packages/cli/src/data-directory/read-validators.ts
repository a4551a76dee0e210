import { openChainReader } from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';

export type Voters = ReturnType<typeof readValidators>;

/** The validators that the state of a data directory names; its node may run. */
export async function validatorsOf(ledger: string): Promise<Voters> {
  const reader = await openChainReader({ directory: ledger });
  try {
    return reader.read((view) => readValidators(view));
  } finally {
    await reader.close();
  }
}
