import { sha256 } from '@touchmark/crypto';
import { decodeVersioned, encodeVersioned } from '@touchmark/state/proof';
import type { VersionedValue } from '@touchmark/state/proof';
import { concatBytes, uint32Bytes } from './key.ts';

/** The envelope that follows `current` (undefined: the first version) at a block. */
export function nextVersion(
  current: Uint8Array | undefined,
  block: { readonly height: number; readonly timeMs: number },
  body: Uint8Array,
): Uint8Array {
  const { height, timeMs } = block;
  if (current === undefined) {
    return encodeVersioned({ version: 1, height, timeMs, previous: null, body });
  }
  const version = decodeVersioned(current).version + 1;
  return encodeVersioned({ version, height, timeMs, previous: sha256(current), body });
}

/** Where a superseded envelope goes: the map's key, then its version. */
export function archiveKey(key: Uint8Array, envelope: VersionedValue): Uint8Array {
  return concatBytes(key, uint32Bytes(envelope.version));
}
