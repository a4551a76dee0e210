/** A header that somebody who is believed has named, and not through the node: on the phone, on paper, on a page. */
export interface VouchedHeader {
  readonly height: number;
  /** Lower-case hexadecimal. */
  readonly hash: string;
  /** When they named it, milliseconds since 1970. */
  readonly atMs: number;
}
