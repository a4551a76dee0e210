import type { Action, DecodedTransaction, Genesis } from '@touchmark/codec';
import type { StateView, Write } from '@touchmark/state';
import { describeRefusal } from './kernel/describe-refusal.ts';
import type { Language } from './kernel/describe-refusal.ts';
import type { BlockMoment } from './kernel/action-context.ts';
import { dryRun } from './kernel/dry-run.ts';
import type { DryRun } from './kernel/dry-run.ts';
import { executeBlock } from './kernel/execute-block.ts';
import type { IdentityProvider } from './kernel/identity.ts';
import { initializeState } from './kernel/initialize-state.ts';
import type { BroughtKey, ModuleDefinition } from './kernel/module.ts';
import type { BlockInput, BlockOutcome, SignatureVerifier } from './kernel/outcome.ts';
import type { Details, Refusal } from './kernel/refusal.ts';
import { createRegistry } from './kernel/registry.ts';
import type { Registry } from './kernel/registry.ts';
import { earliestDueMs } from './kernel/run-due.ts';
import { SignerMemory } from './kernel/signer-memory.ts';
import { broughtKey } from './kernel/stranger.ts';
import { checkTransaction } from './kernel/transaction-checks.ts';

/** The state machine over one list of modules. */
export interface Ledger {
  readonly registry: Registry;
  /** Applies one block; see kernel/execute-block.ts. */
  executeBlock(block: BlockInput, view: StateView, verify: SignatureVerifier): BlockOutcome;
  /** When the next work falls due that needs no transaction; undefined: none is waiting. */
  dueMs(view: StateView): number | undefined;
  /** What a decision would change if it were carried out now; nothing is kept. */
  dryRun(
    view: StateView,
    moment: BlockMoment,
    decision: { readonly author: string; readonly actions: readonly Action[] },
  ): DryRun;
  /** The state before the first block. Throws GenesisStateError. */
  initializeState(genesis: Genesis): Write[];
  /**
   * Everything but signatures and actions, for admission at the edge; undefined: nothing against it
   * now.
   */
  checkTransaction(
    transaction: DecodedTransaction,
    view: StateView,
    moment: { readonly chainId: string; readonly timeMs: number },
    identify?: IdentityProvider,
  ): Refusal | undefined;
  /** Says whose key it is and remembers it: for many transactions against one and the same state. */
  rememberSigners(): IdentityProvider;
  /** The key that a signer whom nobody knows brings along; undefined: it brings none. */
  broughtKey(transaction: DecodedTransaction, keyId: Uint8Array): BroughtKey | undefined;
  /** A refusal in words for people. */
  describeRefusal(code: string, details: Details, language: Language): string;
}

export function createLedger(modules: readonly ModuleDefinition[]): Ledger {
  const registry = createRegistry(modules);
  return {
    registry,
    executeBlock: (block, view, verify) => executeBlock(registry, block, view, verify),
    dueMs: (view) => earliestDueMs(registry, view),
    dryRun: (view, moment, decision) => dryRun(registry, view, moment, decision),
    initializeState: (genesis) => initializeState(registry, genesis),
    checkTransaction: (transaction, view, moment, identify = registry.identify) =>
      checkTransaction(registry, transaction, view, moment, identify),
    broughtKey: (transaction, keyId) => broughtKey(registry, transaction, keyId),
    rememberSigners: () => new SignerMemory(registry).identify,
    describeRefusal: (code, details, language) =>
      describeRefusal(registry, code, details, language),
  };
}
