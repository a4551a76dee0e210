import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { VALIDATORS_KEY } from './keys.ts';
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
