import { readFile } from 'node:fs/promises';
import { decodeBase64, encodeBase64, encodeHex } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';

const PUBLIC_KEY_TYPE = 'tendermint/PubKeyEd25519';
const SECRET_KEY_TYPE = 'tendermint/PrivKeyEd25519';
const SEED_BYTES = 32;

/** A validator key that can't be used. */
export class ValidatorKeyError extends Error {
  readonly code: 'VALIDATOR_KEY_MISSING' | 'VALIDATOR_KEY_INVALID';

  constructor(code: ValidatorKeyError['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ValidatorKeyError';
    this.code = code;
  }
}

/** The key file of a validator as CometBFT reads it (priv_validator_key.json). `secretKey`: 32 bytes. */
export function encodeValidatorKey(secretKey: Uint8Array): string {
  const publicKey = publicKeyOf('ed25519', secretKey);
  const document = {
    address: encodeHex(validatorAddress(publicKey)).toUpperCase(),
    pub_key: { type: PUBLIC_KEY_TYPE, value: encodeBase64(publicKey) },
    priv_key: {
      type: SECRET_KEY_TYPE,
      value: encodeBase64(Uint8Array.from([...secretKey, ...publicKey])),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Secret key of a validator from its key file's text. `source` names it in messages, which never show the key. */
export function decodeValidatorKey(text: string, source: string): Uint8Array {
  const invalid = (what: string): ValidatorKeyError =>
    new ValidatorKeyError(
      'VALIDATOR_KEY_INVALID',
      `${source} is not a validator's key file: ${what}. It has to be in the format of priv_validator_key.json.`,
    );
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalid('it is not JSON');
  }
  const secret = memberOf(document, 'priv_key');
  const encoded = memberOf(secret, 'value');
  if (memberOf(secret, 'type') !== SECRET_KEY_TYPE || typeof encoded !== 'string') {
    throw invalid(`it has no priv_key of type ${SECRET_KEY_TYPE}`);
  }
  const bytes = decodeSecret(encoded);
  if (bytes === undefined) throw invalid('its priv_key is not base64 of 32 or 64 bytes');
  return bytes;
}

function decodeSecret(encoded: string): Uint8Array | undefined {
  const bytes = decodeBase64(encoded);
  if (bytes?.length !== SEED_BYTES && bytes?.length !== 2 * SEED_BYTES) return undefined;
  return bytes.subarray(0, SEED_BYTES);
}

/** The key from the settings: given directly, or from a file. Throws ValidatorKeyError. */
export async function loadValidatorKey(given: string, file: string): Promise<Uint8Array> {
  if (given !== '') {
    const bytes = decodeSecret(given);
    if (bytes !== undefined) return bytes;
    throw new ValidatorKeyError(
      'VALIDATOR_KEY_INVALID',
      'node.validator_key is not base64 of 32 bytes. Give the secret key of the validator.',
    );
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ValidatorKeyError(
      'VALIDATOR_KEY_MISSING',
      `The validator key ${file} can't be read. Found a network first, or set node.validator_key_file.`,
      cause,
    );
  }
  return decodeValidatorKey(text, file);
}
