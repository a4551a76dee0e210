import { compareBytes } from '../cbor/compare.ts';
import { CborReader } from '../cbor/reader.ts';
import { CborWriter } from '../cbor/writer.ts';
import { CometError } from './comet-error.ts';
import { asCometError, MAX_VALIDATORS } from './signed-header-transport.ts';
import { validatorOf, type Validator, type ValidatorSet } from './types.ts';

/** CometBFT's MaxTotalVotingPower: (2^63 - 1) / 8. */
export const MAX_TOTAL_POWER = (2n ** 63n - 1n) / 8n;

/**
 * CBOR `[[public key, power] …]` in consensus order; addresses follow from the keys. Throws
 * CometError.
 */
export function encodeValidators(validators: ValidatorSet): Uint8Array {
  checkValidators(validators);
  const writer = new CborWriter(16 + validators.length * 48);
  writer.array(validators.length);
  for (const { publicKey, power } of validators) writer.array(2).bytes(publicKey).uint(power);
  return writer.finish();
}

/** Reads what `encodeValidators` writes and nothing else. Throws CometError. */
export function decodeValidators(bytes: Uint8Array): Validator[] {
  return asCometError(() => {
    const reader = new CborReader(bytes);
    const count = reader.array();
    if (count > MAX_VALIDATORS) {
      throw new CometError('COMET_VALIDATOR', `more than ${MAX_VALIDATORS} validators`);
    }
    const validators: Validator[] = [];
    for (let left = count; left > 0; left -= 1) {
      reader.arrayOf(2);
      const publicKey = reader.bytesOf(32);
      validators.push(validatorOf(publicKey, reader.uint64()));
    }
    reader.end();
    checkValidators(validators);
    return validators;
  });
}

/** Consensus order: power descending, then address ascending (types/validator_set.go). */
export function compareValidators(left: Validator, right: Validator): number {
  if (left.power !== right.power) return left.power > right.power ? -1 : 1;
  return compareBytes(left.address, right.address);
}

/** A new set of the same validators in consensus order. */
export function sortValidators(validators: ValidatorSet): Validator[] {
  return [...validators].sort(compareValidators);
}

/**
 * Throws CometError unless the set is not empty, sorted, without duplicates and within CometBFT's
 * power bound.
 */
export function checkValidators(validators: ValidatorSet): void {
  if (validators.length === 0) throw new CometError('COMET_VALIDATOR', 'a set has a validator');
  const addresses = new Set<string>();
  let total = 0n;
  let previous: Validator | undefined;
  for (const validator of validators) {
    if (validator.power < 1n) throw new CometError('COMET_VALIDATOR', 'power must be 1 or more');
    if (previous !== undefined && compareValidators(previous, validator) >= 0) {
      throw new CometError(
        'COMET_VALIDATOR_ORDER',
        'validators must be sorted by power descending, then address, each once',
      );
    }
    previous = validator;
    total += validator.power;
    addresses.add(validator.address.join());
  }
  if (addresses.size !== validators.length) {
    throw new CometError('COMET_VALIDATOR', 'the same validator twice');
  }
  if (total > MAX_TOTAL_POWER) {
    throw new CometError('COMET_TOTAL_POWER', 'total power above (2^63 - 1) / 8');
  }
}
