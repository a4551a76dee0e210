import type { DecodedTransaction } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import type { Write } from '@touchmark/state';

/** A signature's verdict: must not throw, and be the same on every machine. */
export type SignatureVerifier = (
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

export const MISBEHAVIORS = ['duplicate-vote', 'light-client-attack'] as const;

/** What a block proves of a validator: it signed two things that exclude each other. */
export interface Misbehavior {
  readonly kind: (typeof MISBEHAVIORS)[number];
  /** Of the validator: the first 20 bytes of the SHA-256 of its public key. */
  readonly address: Uint8Array;
  /** Its power then. */
  readonly power: number;
  /** The block at which it did it, and that block's time. */
  readonly height: number;
  readonly timeMs: number;
}

export interface BlockInput {
  readonly chainId: string;
  readonly height: number;
  /** Block time, milliseconds since 1970. */
  readonly timeMs: number;
  readonly transactions: readonly DecodedTransaction[];
  /** In the order of the block's evidence; of nearly all blocks: none. */
  readonly misbehavior?: readonly Misbehavior[];
}

export interface LedgerEvent {
  /** `module.what-happened`. */
  readonly type: string;
  /** Deterministic CBOR map. */
  readonly params: Uint8Array;
}

export interface TransactionOutcome {
  /** 0: done; else the number of a code in the registry. */
  readonly code: number;
  /** The receipt: CBOR, see spec/ledger.md. */
  readonly data: Uint8Array;
  readonly events: readonly LedgerEvent[];
  /**
   * True: the ledger remembers the transaction's id, and this is its receipt for good. False: it
   * was turned away before its signatures were known to hold, or as a repetition, so the same id
   * may have or get another receipt: keep none.
   */
  readonly final: boolean;
}

export interface BlockOutcome {
  /** Sorted bytewise by key, each key once. */
  readonly writes: Write[];
  /** Superseded envelopes for the history table: key = map key || version as u32. */
  readonly archived: { readonly key: Uint8Array; readonly value: Uint8Array }[];
  /** One per transaction, in order. */
  readonly results: TransactionOutcome[];
  /** Bytes that the due work and the accepted transactions wrote, archived ones included. */
  readonly writtenBytes: number;
  /** Those of the work that fell due, before the first transaction: the block's own. */
  readonly events: LedgerEvent[];
}
