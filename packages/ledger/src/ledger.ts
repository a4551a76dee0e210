import type { Action, Genesis } from '@touchmark/codec';
import type { StateView, Write } from '@touchmark/state';
import type { BlockMoment } from './kernel/action-context.ts';
import { describeRefusal } from './kernel/describe-refusal.ts';
import type { Language } from './kernel/describe-refusal.ts';
import { dryRun } from './kernel/dry-run.ts';
import type { DryRun } from './kernel/dry-run.ts';
import { executeBlock } from './kernel/execute-block.ts';
import { openGate } from './kernel/gate.ts';
import type { Gate } from './kernel/gate.ts';
import { initializeState } from './kernel/initialize-state.ts';
import type { ModuleDefinition } from './kernel/module.ts';
import { moduleVersions } from './kernel/module-versions.ts';
import type { ModuleVersions } from './kernel/module-versions.ts';
import type { BlockInput, BlockOutcome, SignatureVerifier } from './kernel/outcome.ts';
import type { Details } from './kernel/refusal.ts';
import type { Registry } from './kernel/registry.ts';
import { Rulebook } from './kernel/rulebook.ts';
import type { UnknownVersion } from './kernel/rulebook.ts';
import { earliestDueMs } from './kernel/run-due.ts';
import { entryKindOf } from './kernel/state-entries.ts';

/** The state machine over one list of modules. */
export interface Ledger {
  /** The newest rules of each module, with every code that was ever given. */
  readonly registry: Registry;
  /** The rules of the block at this height, over the state before it. Throws VersionUnknownError. */
  rulesAt(view: StateView, height: number): Registry;
  /** The first version that the block at this height goes by and that this software does not have. */
  unknownAt(view: StateView, height: number): UnknownVersion | undefined;
  /** What rules after the block at this height, what is to come, and what this software has. */
  versions(view: StateView, height: number): ModuleVersions[];
  /** Applies one block; see kernel/execute-block.ts. */
  executeBlock(block: BlockInput, view: StateView, verify: SignatureVerifier): BlockOutcome;
  /**
   * When the next work falls due that needs no transaction, by the rules of the block at this
   * height; undefined: none is waiting.
   */
  dueMs(view: StateView, height: number): number | undefined;
  /** What a decision would change if it were carried out now; nothing is kept. */
  dryRun(
    view: StateView,
    moment: BlockMoment,
    decision: { readonly author: string; readonly actions: readonly Action[] },
  ): DryRun;
  /** The state before the first block. Throws GenesisStateError. */
  initializeState(genesis: Genesis): Write[];
  /** Checks for admission, by the rules of the block that may come next. */
  gate(view: StateView, moment: BlockMoment): Gate;
  /** True if the entry under this key is an envelope that names the version before it. */
  isVersioned(key: Uint8Array): boolean;
  /** A refusal in words for people. */
  describeRefusal(code: string, details: Details, language: Language): string;
}

/** @param modules every version of every module, those of one module in their order. */
export function createLedger(modules: readonly ModuleDefinition[]): Ledger {
  const rulebook = new Rulebook(modules);
  const registry = rulebook.newest;
  return {
    registry,
    rulesAt: (view, height) => rulebook.at(view, height),
    unknownAt: (view, height) => rulebook.unknownAt(view, height),
    versions: (view, height) => moduleVersions(rulebook, view, height),
    executeBlock: (block, view, verify) => executeBlock(rulebook, block, view, verify),
    dueMs: (view, height) => earliestDueMs(rulebook.at(view, height), view),
    dryRun: (view, moment, decision) => dryRun(rulebook, view, moment, decision),
    initializeState: (genesis) => initializeState(rulebook.first, genesis),
    gate: (view, moment) => openGate(rulebook, view, moment),
    isVersioned: (key) => entryKindOf(registry, key)?.definition.versioned === true,
    describeRefusal: (code, details, language) =>
      describeRefusal(registry, code, details, language),
  };
}
