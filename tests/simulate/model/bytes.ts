/** Keys of the state as spec/ledger.md writes them: parts one behind the other. */
export type KeyPart = number | string | Uint8Array;

/** A number is one byte, a text its UTF-8. */
export function joined(...parts: readonly KeyPart[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Buffer.of(part);
      return typeof part === 'string' ? Buffer.from(part) : Buffer.from(part);
    }),
  );
}

export function u16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function u64(value: number | string): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Bytewise order of texts. */
export const inOrder = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));
