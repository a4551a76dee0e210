import { ARGUMENT_BITS, ARGUMENT_MASK } from './format.ts';
import { ProofError } from './proof-error.ts';

/** Reads a proof from front to back; every byte once. */
export class ProofReader {
  private readonly bytes: Uint8Array;
  private offset = 0;

  constructor(bytes: Uint8Array, maxBytes: number) {
    if (bytes.length > maxBytes) {
      throw new ProofError(
        'PROOF_TOO_LARGE',
        `The proof has ${bytes.length} bytes; at most ${maxBytes} are accepted. Ask for a shorter range.`,
      );
    }
    this.bytes = bytes;
  }

  uint(byteCount: 1 | 2 | 4): number {
    let value = 0;
    for (const byte of this.take(byteCount)) value = value * 256 + byte;
    return value;
  }

  /** Kind and argument of the next token, as `kind << ARGUMENT_BITS | argument`. */
  token(): number {
    return this.uint(2);
  }

  take(byteCount: number): Uint8Array {
    const end = this.offset + byteCount;
    if (end > this.bytes.length) {
      throw new ProofError('PROOF_MALFORMED', 'The proof ends too early. Fetch it again.');
    }
    const part = this.bytes.subarray(this.offset, end);
    this.offset = end;
    return part;
  }

  end(): void {
    if (this.offset === this.bytes.length) return;
    const left = this.bytes.length - this.offset;
    throw new ProofError(
      'PROOF_MALFORMED',
      `${left} bytes follow the end of the proof. Refuse it.`,
    );
  }
}

export function kindOf(token: number): number {
  return token >> ARGUMENT_BITS;
}

export function argumentOf(token: number): number {
  return token & ARGUMENT_MASK;
}
