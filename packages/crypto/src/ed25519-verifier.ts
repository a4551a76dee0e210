/** The Ed25519 verifier of this runtime, named for benchmarks and diagnostics. */
export interface Ed25519Verifier {
  readonly name: string;
  /** The rule of docs/adr/0001-signature-rule.md. Never throws. */
  readonly verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}
