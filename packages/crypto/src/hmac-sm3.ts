import { concatBytes } from './bytes.ts';
import { sm3 } from './sm3.ts';

const BLOCK_BYTES = 64;

/** HMAC (RFC 2104) with SM3: 32 bytes. */
export function hmacSm3(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? sm3(key) : key);
  const inner = sm3(
    concatBytes(
      block.map((byte) => byte ^ 0x36),
      message,
    ),
  );
  return sm3(
    concatBytes(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
}
