import type { Action } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import { DECISION_WRITE_BYTES, DECISION_WRITES } from '../limits.ts';
import type { EventDefinition } from './module.ts';
import type { LedgerEvent, SignatureVerifier } from './outcome.ts';
import { executeActions } from './execute-actions.ts';
import type { Quota } from './identity.ts';
import { Overlay } from './overlay.ts';
import type { Entry, EntryRange, StateView } from '@touchmark/state';
import type { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { SignatureChecks } from './signature-checks.ts';
import type { StateWriter } from './state-writer.ts';
import { writeCbor } from './write-cbor.ts';
import { archiveKey, nextVersion } from './versioned.ts';

const NO_TRANSACTION = new Uint8Array(32);
const DECISION_LIMITS = { entries: DECISION_WRITES, bytes: DECISION_WRITE_BYTES };

export interface BlockMoment {
  readonly chainId: string;
  readonly height: number;
  /** Block time in milliseconds since 1970: the only clock there is. */
  readonly timeMs: number;
}

/** One key that signed, in the order of the transaction's signers. */
export interface ContextSigner {
  readonly keyId: Uint8Array;
  readonly organization: string;
  readonly quota: Quota | null;
}

/** On whose word the actions are done: an organization's that signed, or that of a decision. */
export type Mandate = 'organization' | 'decision';

export interface ContextParts {
  readonly registry: Registry;
  readonly block: BlockMoment;
  /** Of a decision: the transaction that proposed it. */
  readonly transactionId: Uint8Array;
  readonly author: string;
  readonly signers: readonly ContextSigner[];
  readonly mandate: Mandate;
  readonly below: StateView;
  readonly checks: SignatureChecks;
  /** Of a decision: it went by the rule for the constitution, among others. Default: no. */
  readonly isConstituent?: boolean;
}

/** What is to be carried out. */
export interface Decision {
  /** The organization that proposed it. */
  readonly author: string;
  readonly transactionId: Uint8Array;
  /** It went by the rule for the constitution, among others. */
  readonly isConstituent: boolean;
}

/**
 * What the actions of one transaction, or of one decision, see and change.
 *
 * All of it is thrown away when one of them refuses.
 */
export class ActionContext implements StateWriter {
  readonly block: BlockMoment;
  readonly transactionId: Uint8Array;
  /**
   * On whose behalf the actions are done: the organization of the first signer; of a decision, the
   * one that proposed it.
   */
  readonly author: string;
  /** Nobody, for a decision. */
  readonly signers: readonly ContextSigner[];
  readonly mandate: Mandate;
  readonly isConstituent: boolean;
  readonly overlay: Overlay;
  readonly events: LedgerEvent[] = [];
  readonly archived: Entry[] = [];
  readonly registry: Registry;
  /** Signatures that actions bring in their params. */
  readonly checks: SignatureChecks;
  private archivedBytes = 0;

  constructor(parts: ContextParts) {
    this.registry = parts.registry;
    this.block = parts.block;
    this.transactionId = parts.transactionId;
    this.author = parts.author;
    this.signers = parts.signers;
    this.mandate = parts.mandate;
    this.isConstituent = parts.isConstituent ?? false;
    this.overlay = new Overlay(parts.below);
    this.checks = parts.checks;
  }

  /** What a block does by itself, as if it were decided. */
  static ofBlock(
    registry: Registry,
    block: BlockMoment,
    below: StateView,
    verify: SignatureVerifier,
  ): ActionContext {
    const nobody = { transactionId: NO_TRANSACTION, author: '', signers: [] };
    const checks = new SignatureChecks(verify);
    return new ActionContext({ registry, block, below, ...nobody, mandate: 'decision', checks });
  }

  /** Bytes written so far, those of superseded versions included. */
  get writtenBytes(): number {
    return this.overlay.bytes + this.archivedBytes;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.overlay.get(key);
  }

  range(range: EntryRange): Iterable<Entry> {
    return this.overlay.range(range);
  }

  /** Writes an entry; key and value are kept, not copied. */
  put(key: Uint8Array, value: Uint8Array): void {
    this.overlay.put(key, value);
  }

  remove(key: Uint8Array): void {
    this.overlay.remove(key);
  }

  putVersion(key: Uint8Array, current: Uint8Array | undefined, body: Uint8Array): void {
    if (current !== undefined) {
      const archived = { key: archiveKey(key, decodeVersioned(current)), value: current };
      this.archivedBytes += archived.key.length + current.length;
      this.archived.push(archived);
    }
    this.put(key, nextVersion(current, this.block, body));
  }

  /** Emits an event whose params are encoded already. */
  emitEncoded(event: EventDefinition<never>, params: Uint8Array): void {
    this.events.push({ type: event.type, params });
  }

  emit<Params>(event: EventDefinition<Params>, params: Params): void {
    const bytes = writeCbor((writer) => event.params.write(writer, params));
    this.emitEncoded(event, bytes);
  }

  /**
   * Does what was decided: all of the actions, or after a refusal none. Without `keep` nothing is
   * done in any case: a trial.
   */
  carryOut(decision: Decision, actions: readonly Action[], keep: boolean): Refusal | undefined {
    const { registry, block } = this;
    const { author, transactionId, isConstituent } = decision;
    // What was decided may not fail because a block is busy, so it is not on the block's account.
    const checks = keep ? this.checks.forDecision() : this.checks;
    const parts = { registry, block, author, transactionId, signers: [], below: this, checks };
    const context = new ActionContext({ ...parts, mandate: 'decision', isConstituent });
    const refusal = executeActions(registry, actions, context, DECISION_LIMITS);
    if (refusal === undefined && keep) this.absorb(context);
    return refusal;
  }

  private absorb(context: ActionContext): void {
    context.overlay.mergeInto(this.overlay);
    for (const event of context.events) this.events.push(event);
    for (const entry of context.archived) this.archived.push(entry);
    this.archivedBytes += context.archivedBytes;
  }
}
