import type { Genesis } from '@touchmark/codec';
import type { ActionContext } from './action-context.ts';
import type { GenesisContext } from './genesis-context.ts';
import type { IdentityProvider } from './identity.ts';
import type { ErrorTable, Refusal } from './refusal.ts';
import type { Schema } from './schema.ts';

/** One operation that a transaction may hold. */
export interface ActionDefinition<Params, Given = Params> {
  /** `module.verb`, the type on the wire. */
  readonly type: string;
  /** One sentence for docs and the CLI. */
  readonly about: string;
  /** Who may do it, in words. */
  readonly authority: string;
  readonly params: Schema<Params, Given>;
  /** Applies it to the context, or refuses; after a refusal the context is thrown away. */
  execute(context: ActionContext, params: Params): Refusal | undefined;
}

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

/** A capability of the ledger, declared in one place. */
export interface ModuleDefinition {
  readonly name: string;
  readonly about: string;
  readonly actions: readonly ActionDefinition<unknown, unknown>[];
  readonly events: readonly EventDefinition<never>[];
  readonly errors: ErrorTable;
  /** First and last number of its errors. */
  readonly errorNumbers: readonly [number, number];
  /** First bytes of the keys it owns. */
  readonly keySpaces: readonly number[];
  readonly state: readonly StateEntryDefinition[];
  /** Beginnings of the keys whose entries are versioned; absent: none are. */
  readonly versionedKeys?: readonly (readonly number[])[];
  readonly queries: readonly QueryDefinition[];
  /** Writes the module's first state; throws GenesisStateError. */
  readonly genesis?: (context: GenesisContext, genesis: Genesis) => void;
  /** Exactly one module has it; it may read no keys but the module's own. */
  readonly identity?: IdentityProvider;
}
