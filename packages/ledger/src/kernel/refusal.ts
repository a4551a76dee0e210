/**
 * What a refusal's details may hold: they are hashed into the block's results, so they have one
 * encoding.
 */
export type DetailValue = string | number | Uint8Array;
export type Details = Readonly<Record<string, DetailValue>>;

/** An expected "no" of the state machine: data, never thrown. */
export interface Refusal {
  /** Stable code, `AREA_REASON`. */
  readonly code: string;
  /** The code's number in the registry; the transaction's result code. */
  readonly number: number;
  readonly details: Details;
}

/** A refusal's place in the registry: number and words, with `{name}` for each detail. */
export interface ErrorDefinition {
  readonly number: number;
  /** What happened, and what to do. */
  readonly en: string;
  readonly zh: string;
}

export type ErrorTable = Readonly<Record<string, ErrorDefinition>>;

/** A module's way to refuse: only its own codes type-check. */
export type Refuse<Table extends ErrorTable> = (
  code: keyof Table & string,
  details: Details,
) => Refusal;

export function refusalsOf<Table extends ErrorTable>(table: Table): Refuse<Table> {
  return (code, details) => ({ code, number: table[code]!.number, details });
}
