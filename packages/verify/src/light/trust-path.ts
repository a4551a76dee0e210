import { CborReader, CborWriter } from '@touchmark/codec';
import { orRefuse, VerifyError } from '../verify-error.ts';
import { type LightBlock, openLightBlock } from './light-block.ts';

/** Light blocks of a path: each is a change of the validators, or a step of a bisection. */
export const MAX_PATH_BLOCKS = 10_000;

/** CBOR `[[signed header, validators] …]`, oldest first: how trust came from a genesis file to newer validators. */
export function encodeTrustPath(blocks: readonly LightBlock[]): Uint8Array {
  const size = blocks.reduce(
    (sum, { encoded }) => sum + encoded.signedHeader.length + encoded.validators.length + 16,
    16,
  );
  const writer = new CborWriter(size).array(blocks.length);
  for (const { encoded } of blocks) {
    writer.array(2).bytes(encoded.signedHeader).bytes(encoded.validators);
  }
  return writer.finish();
}

/** Reads what `encodeTrustPath` writes; checks no signature. @throws VerifyError VERIFY_MALFORMED */
export function decodeTrustPath(bytes: Uint8Array): LightBlock[] {
  const parts = orRefuse('VERIFY_MALFORMED', 'The trust path cannot be read', () => {
    const reader = new CborReader(bytes);
    const count = reader.array();
    if (count > MAX_PATH_BLOCKS) {
      throw new VerifyError('VERIFY_MALFORMED', `A path has at most ${MAX_PATH_BLOCKS} headers.`);
    }
    const found = Array.from({ length: count }, () => {
      reader.arrayOf(2);
      return { signedHeader: reader.bytes(), validators: reader.bytes() };
    });
    reader.end();
    return found;
  });
  return parts.map(({ signedHeader, validators }) => openLightBlock(signedHeader, validators));
}
