import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { compareBytes } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { ActionContext } from '../../kernel/action-context.ts';
import { formerKey, VALIDATORS_KEY } from './keys.ts';
import type { GivenValidator } from './params.ts';

/** `[[organization, public key, power] …]`, in the order given. */
export function encodeValidatorList(list: readonly GivenValidator[]): Uint8Array {
  return writeCbor((writer) => {
    writer.array(list.length);
    for (const { organization, publicKey, power } of list) {
      writer.array(3).text(organization).bytes(publicKey).uint(power);
    }
  });
}

/** Who decides blocks, as the state has it. Of a genesis file's validators: their names. */
export function readValidators(state: StateView): GivenValidator[] {
  const bytes = state.get(VALIDATORS_KEY);
  if (bytes === undefined) return [];
  const reader = new CborReader(decodeVersioned(bytes).body);
  const list: GivenValidator[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    list.push({ organization: reader.text(), publicKey: reader.bytes(), power: reader.uint() });
  }
  reader.end();
  return list;
}

/** Makes these the validators from here on, and remembers whose the others were. */
export function putValidators(context: ActionContext, list: readonly GivenValidator[]): void {
  for (const former of readValidators(context)) {
    const { publicKey, organization } = former;
    if (list.some((other) => compareBytes(other.publicKey, publicKey) === 0)) continue;
    const value = writeCbor((writer) => {
      writer.array(3).text(organization).bytes(publicKey).uint(context.block.height);
    });
    context.put(formerKey(validatorAddress(publicKey)), value);
  }
  context.putVersion(VALIDATORS_KEY, context.get(VALIDATORS_KEY), encodeValidatorList(list));
}

/** Whose a validator is that left; undefined: there was none with this address. */
export function readFormer(state: StateView, address: Uint8Array): string | undefined {
  const bytes = state.get(formerKey(address));
  if (bytes === undefined) return undefined;
  const reader = new CborReader(bytes);
  reader.array();
  return reader.text();
}
