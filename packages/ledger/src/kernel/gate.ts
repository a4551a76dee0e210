import type { DecodedTransaction } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { BlockMoment } from './action-context.ts';
import type { BroughtKey } from './module.ts';
import { refusePrecaution } from './precautions.ts';
import type { Refusal } from './refusal.ts';
import type { Rulebook } from './rulebook.ts';
import { SignerMemory } from './signer-memory.ts';
import { broughtKey } from './stranger.ts';
import { checkTransaction } from './transaction-checks.ts';

/** Checks at the edge, for many transactions against one and the same state. */
export interface Gate {
  /** Everything but signatures and actions; undefined: nothing against it now. */
  check(transaction: DecodedTransaction): Refusal | undefined;
  /** The key that a signer whom nobody knows brings along; undefined: it brings none. */
  broughtKey(transaction: DecodedTransaction, keyId: Uint8Array): BroughtKey | undefined;
}

/** @param moment of the next block: its rules are asked. Throws VersionUnknownError. */
export function openGate(rulebook: Rulebook, view: StateView, moment: BlockMoment): Gate {
  const registry = rulebook.at(view, moment.height);
  const { identify } = new SignerMemory(registry);
  const here = { registry, known: rulebook.known };
  return {
    check: (transaction) =>
      checkTransaction(registry, transaction, view, moment, identify) ??
      refusePrecaution(transaction.content.actions, here),
    broughtKey: (transaction, keyId) => broughtKey(registry, transaction, keyId),
  };
}
