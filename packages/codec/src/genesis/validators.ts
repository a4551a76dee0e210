import { publicKeyIsAcceptable } from '@touchmark/crypto';
import { CometError } from '../comet/comet-error.ts';
import { validatorOf } from '../comet/types.ts';
import {
  checkValidators,
  compareValidators,
  MAX_TOTAL_POWER,
} from '../comet/validators-transport.ts';
import { encodeHex } from '../hex.ts';
import { GenesisError } from './genesis-error.ts';
import { member, type JsonField } from './json-fields.ts';
import type { GenesisValidator } from './types.ts';

/** Amino's name of an Ed25519 public key in CometBFT's JSON. */
export const ED25519_KEY_TYPE = 'tendermint/PubKeyEd25519';
const MAX_GENESIS_VALIDATORS = 1000;

export function readValidators(field: JsonField): GenesisValidator[] {
  const validators = field.array(1, MAX_GENESIS_VALIDATORS).map(readValidator);
  validators.sort(compareValidators);
  try {
    checkValidators(validators);
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    throw new GenesisError('GENESIS_VALIDATOR', `${field.path}: ${error.message}`);
  }
  return validators;
}

function readValidator(field: JsonField): GenesisValidator {
  const members = field.object(['pub_key', 'power'], ['address', 'name']);
  const key = member(members, 'pub_key').object(['type', 'value']);
  const publicKey = member(key, 'value').base64();
  const isEd25519 = member(key, 'type').text() === ED25519_KEY_TYPE;
  if (!isEd25519 || !publicKeyIsAcceptable('ed25519', publicKey)) {
    throw new GenesisError(
      'GENESIS_VALIDATOR',
      `${field.path}.pub_key must be a safe ${ED25519_KEY_TYPE}`,
    );
  }
  const power = member(members, 'power').int64(1n, MAX_TOTAL_POWER);
  const validator = validatorOf(publicKey, power);
  const address = members.get('address')?.text();
  if (address !== undefined && address !== encodeHex(validator.address).toUpperCase()) {
    throw new GenesisError('GENESIS_VALIDATOR', `${field.path}.address is not that of its key`);
  }
  return { ...validator, name: members.get('name')?.text() ?? '' };
}
