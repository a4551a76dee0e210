import type { RepeatedHex } from '../../packages/codec/src/testing/vector-files.ts';

/** A case of spec/vectors/json/json-test-suite. */
export interface JsonCase {
  readonly name: string;
  readonly json: string | RepeatedHex;
  /** Null: the suite leaves it to the parser. */
  readonly isJson: boolean | null;
  /** Whether the JSON of a genesis file takes it. */
  readonly strict: boolean;
  readonly why?: string;
}

/** A case of spec/vectors/cbor/rfc8949. */
export interface CborCase {
  readonly cbor: string;
  readonly wellFormed: boolean;
  readonly accepted: boolean;
  readonly diagnostic?: string;
  readonly why?: string;
}

export interface ParserJudgement {
  readonly version: string;
  /** By name of the case: `accepted`, or why not. */
  readonly json: Record<string, string>;
  /** By bytes: the value in diagnostic notation, or why there is none. */
  readonly cbor: Record<string, string>;
}
