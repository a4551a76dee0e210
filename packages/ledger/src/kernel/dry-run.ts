import type { Action } from '@touchmark/codec';
import { verifySignature } from '@touchmark/crypto';
import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { ActionContext } from './action-context.ts';
import type { BlockMoment } from './action-context.ts';
import { executeActions } from './execute-actions.ts';
import type { LedgerEvent } from './outcome.ts';
import type { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { SignatureChecks } from './signature-checks.ts';
import { refusePrecaution } from './precautions.ts';
import type { Rulebook } from './rulebook.ts';
import { entryKindOf } from './state-entries.ts';

/** One entry that would be another. */
export interface Change {
  readonly key: Uint8Array;
  /** Module and name of the entry, as its module declares it; empty for one it does not declare. */
  readonly module: string;
  readonly entry: string;
  /** What the value means, field by field. */
  readonly layout: string;
  /** CBOR, or what the layout says; of a versioned entry, the body. Null: there is none. */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** What a decision would do if it were carried out now. */
export interface DryRun {
  /** Undefined: nothing stands against it now. */
  readonly refusal: Refusal | undefined;
  /** In the order of the keys; empty after a refusal. */
  readonly changes: readonly Change[];
  readonly events: readonly LedgerEvent[];
}

const NO_TRANSACTION = new Uint8Array(32);

/** Carries out actions as a decision on behalf of an author, and keeps nothing of it. */
export function dryRun(
  rulebook: Rulebook,
  view: StateView,
  block: BlockMoment,
  { author, actions }: { readonly author: string; readonly actions: readonly Action[] },
): DryRun {
  const registry = rulebook.at(view, block.height);
  const context = new ActionContext({
    registry,
    block,
    transactionId: NO_TRANSACTION,
    author,
    signers: [],
    mandate: 'decision',
    isConstituent: true,
    below: view,
    checks: new SignatureChecks(verifySignature),
  });
  const refusal =
    executeActions(registry, actions, context) ??
    refusePrecaution(actions, { registry, known: rulebook.known });
  if (refusal !== undefined) return { refusal, changes: [], events: [] };
  const changes = context.overlay
    .sortedWrites()
    .map(({ key, value }) => describeChange(registry, view, key, value));
  return { refusal, changes, events: context.events };
}

function describeChange(
  registry: Registry,
  view: StateView,
  key: Uint8Array,
  value: Uint8Array | null,
): Change {
  const kind = entryKindOf(registry, key);
  const isVersioned = kind?.definition.versioned === true;
  const shown = (bytes: Uint8Array | null) =>
    bytes === null || !isVersioned ? bytes : decodeVersioned(bytes).body;
  return {
    key,
    module: kind?.module ?? '',
    entry: kind?.definition.name ?? '',
    layout: kind?.definition.value ?? '',
    before: shown(view.get(key) ?? null),
    after: shown(value),
  };
}
