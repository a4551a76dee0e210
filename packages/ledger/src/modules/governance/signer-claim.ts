import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { signerKey } from './keys.ts';

/** Which of the machines that have a validator's key signs with it. */
export interface SignerClaim {
  /** Chosen at random by the machine. */
  readonly mark: Uint8Array;
  /** Block in which it was claimed. */
  readonly height: number;
}

/** @param address the validator's; undefined: nobody has claimed it. */
export function readSignerClaim(state: StateView, address: Uint8Array): SignerClaim | undefined {
  const bytes = state.get(signerKey(address));
  if (bytes === undefined) return undefined;
  const reader = new CborReader(bytes);
  reader.array();
  return { mark: reader.bytes(), height: reader.uint() };
}

export function putSignerClaim(
  context: ActionContext,
  address: Uint8Array,
  { mark, height }: SignerClaim,
): void {
  const value = writeCbor((writer) => {
    writer.array(2).bytes(mark).uint(height);
  });
  context.put(signerKey(address), value);
}
