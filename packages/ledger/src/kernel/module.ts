import type { Genesis } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import type { ActionContext } from './action-context.ts';
import type { GenesisContext } from './genesis-context.ts';
import type { IdentityProvider } from './identity.ts';
import type { Misbehavior } from './outcome.ts';
import type { Registry } from './registry.ts';
import type { ErrorTable, Refusal } from './refusal.ts';
import type { Schema } from './schema.ts';
import type { StateView } from '@touchmark/state';

/** One operation that a transaction may hold. */
export interface ActionDefinition<Params, Given = Params> {
  /** `module.verb`, the type on the wire. */
  readonly type: string;
  /** One sentence for docs and the CLI. */
  readonly about: string;
  /** Who may do it, in words. */
  readonly authority: string;
  readonly params: Schema<Params, Given>;
  /**
   * Present: who may do it is the constitution's to say, and the kernel asks before it executes.
   * `own`: the author may do it by itself, without being asked.
   */
  readonly governed?: true | Own<Params>;
  /**
   * Present: who belongs to no organization may do it, as the only action of a transaction, signed
   * by one of the keys that its params bring.
   */
  readonly fromStranger?: FromStranger<Params>;
  /** Present: what a key with scopes must be allowed to sign as well, in order to sign this. */
  readonly needsScopes?: NeedsScopes<Params>;
  /**
   * True: no key with scopes or an end signs this, nor a proposal to do it, whatever its scopes are:
   * it would make itself a key without.
   */
  readonly needsWholeKey?: true;
  /** No quota refuses a transaction of such actions alone: they are the way to another quota. */
  readonly beyondQuota?: true;
  /**
   * What a node would rather not take in, given what its software knows. Asked at the door and
   * never when a block is executed: software differs from machine to machine, and in time.
   */
  precaution?(params: Params, here: Precaution): Refusal | undefined;
  /** Applies it to the context, or refuses; after a refusal the context is thrown away. */
  execute(context: ActionContext, params: Params): Refusal | undefined;
}

/** What a node knows when it takes a transaction in. */
export interface Precaution {
  readonly registry: Pick<Registry, 'actions'>;
  /** The newest version of each module that its software has. */
  readonly known: ReadonlyMap<string, number>;
}

/** A public key that no organization has yet. */
export interface BroughtKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** An action that an outsider may do. */
export interface FromStranger<Params> {
  broughtKeys(params: Params): readonly BroughtKey[];
}

/** Types of the actions that an action does in turn. */
export interface NeedsScopes<Params> {
  typesOf(params: Params): readonly string[];
}

/** When an author may do a governed action without the constitution. */
export interface Own<Params> {
  own(context: ActionContext, params: Params): boolean;
}

/** Work that falls due at a time, whether or not a transaction comes then. */
export interface Schedule {
  /** When the earliest work is due, in milliseconds since 1970; undefined: there is none. */
  dueMs(state: StateView): number | undefined;
  /** Does the earliest work, and takes it off the schedule. */
  runNext(context: ActionContext): void;
}

/** What no authority may break: asked after every governed action. */
export interface Invariant {
  readonly name: string;
  readonly about: string;
  /** @param before the state before the transaction, or before the decision was carried out. */
  check(after: StateView, before: StateView): Refusal | undefined;
}

/** Says whether the author of a context may do governed actions of a type, now. */
export type Authority = (context: ActionContext, actionType: string) => Refusal | undefined;

/** Says whether a governed action may have done what it did; what its author may do by itself is not asked about. */
export type Confirmation = (context: ActionContext, actionType: string) => Refusal | undefined;

/** Takes an organization out of what it was put in charge of, when it stops to do that for good; or refuses. */
export type Vacate = (context: ActionContext, organization: string) => Refusal | undefined;

/** Draws the consequences of a validator's misbehavior, which a block has proven. */
export type Accusation = (context: ActionContext, misbehavior: Misbehavior) => void;

/** Something that followers of the chain are told. */
export interface EventDefinition<Params> {
  readonly type: string;
  readonly about: string;
  readonly params: Schema<unknown, Params>;
}

/** One kind of entry in the state map. */
export interface StateEntryDefinition {
  readonly name: string;
  /** The key's bytes, e.g. `0x20 || prefix`. */
  readonly key: string;
  /** The value's CBOR; of a versioned entry, the envelope's body. */
  readonly value: string;
  /** True: the value is an envelope that carries the hash of the version before. */
  readonly versioned: boolean;
  readonly about: string;
}

/** One question the module answers from the state. */
export interface QueryDefinition {
  readonly name: string;
  readonly about: string;
}

/**
 * A capability of the ledger, declared in one place: its rules at one version. Older versions stay
 * in the list of modules, since old blocks go by them.
 */
export interface ModuleDefinition {
  readonly name: string;
  /**
   * Version 1 rules from the first block; each later one from the block that governance sets. A
   * module whose first version is 2 is not there before.
   */
  readonly version: number;
  readonly about: string;
  readonly actions: readonly ActionDefinition<unknown, unknown>[];
  readonly events: readonly EventDefinition<never>[];
  readonly errors: ErrorTable;
  /** First and last number of its errors. */
  readonly errorNumbers: readonly [number, number];
  /** First bytes of the keys it owns. */
  readonly keySpaces: readonly number[];
  readonly state: readonly StateEntryDefinition[];
  readonly queries: readonly QueryDefinition[];
  /** Writes the module's first state; throws GenesisStateError. */
  readonly genesis?: (
    context: GenesisContext,
    genesis: Genesis,
    registry: Pick<Registry, 'actions' | 'modules'>,
  ) => void;
  /**
   * Brings the state of the version before into the form of this one, at the start of the first
   * block that goes by it. More than a block can hold is done in steps by `schedule`.
   */
  readonly migrate?: (context: ActionContext) => void;
  /** Exactly one module has it; it may read no keys but those of `identityKeySpaces`. */
  readonly identity?: IdentityProvider;
  /** Default: all of the module's. */
  readonly identityKeySpaces?: readonly number[];
  /** Exactly one module has it. */
  readonly authority?: Authority;
  readonly confirm?: Confirmation;
  readonly vacate?: Vacate;
  readonly accuse?: Accusation;
  readonly schedule?: Schedule;
  /** Charges a transaction whose actions are done for its bytes, or refuses it if it may. */
  readonly meter?: (
    context: ActionContext,
    transaction: { readonly bytes: number; readonly mayRefuse: boolean },
  ) => Refusal | undefined;
  readonly invariants?: readonly Invariant[];
}
