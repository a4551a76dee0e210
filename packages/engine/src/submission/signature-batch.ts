/**
 * Signature checks on their way to a worker: one buffer for many, because moving a buffer to another thread costs
 * the same however much is in it. Format, numbers big-endian: count u32, then for each check
 * algorithm code u8 || key length u8 || signature length u16 || message length u32 || key || signature || message.
 */
import { ALGORITHM_CODES, SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import type { SignatureCheck } from './signature-check.ts';

const HEAD_BYTES = 8;

export function packChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  let size = 4;
  for (const { publicKey, signature, message } of checks) {
    size += HEAD_BYTES + publicKey.length + signature.length + message.length;
  }
  const packed = new Uint8Array(size);
  const view = new DataView(packed.buffer);
  view.setUint32(0, checks.length);
  let at = 4;
  for (const { algorithm, publicKey, signature, message } of checks) {
    view.setUint8(at, ALGORITHM_CODES[algorithm]);
    view.setUint8(at + 1, publicKey.length);
    view.setUint16(at + 2, signature.length);
    view.setUint32(at + 4, message.length);
    at += HEAD_BYTES;
    for (const part of [publicKey, signature, message]) {
      packed.set(part, at);
      at += part.length;
    }
  }
  return packed;
}

/** The checks as views of the buffer. */
export function unpackChecks(packed: Uint8Array): SignatureCheck[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const checks: SignatureCheck[] = [];
  let at = 4;
  for (let left = view.getUint32(0); left > 0; left -= 1) {
    const code = view.getUint8(at);
    const algorithm = SIGNATURE_ALGORITHMS.find((known) => ALGORITHM_CODES[known] === code);
    if (algorithm === undefined)
      throw new RangeError(`no signature algorithm has the code ${code}`);
    const keyEnd = at + HEAD_BYTES + view.getUint8(at + 1);
    const signatureEnd = keyEnd + view.getUint16(at + 2);
    const messageEnd = signatureEnd + view.getUint32(at + 4);
    checks.push({
      algorithm,
      publicKey: packed.subarray(at + HEAD_BYTES, keyEnd),
      signature: packed.subarray(keyEnd, signatureEnd),
      message: packed.subarray(signatureEnd, messageEnd),
    });
    at = messageEnd;
  }
  return checks;
}
