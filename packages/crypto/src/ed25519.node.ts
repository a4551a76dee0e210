import sodium from 'sodium-native';
import type { Ed25519Verifier } from './ed25519-verifier.ts';

const { crypto_sign_BYTES, crypto_sign_PUBLICKEYBYTES, crypto_sign_SECRETKEYBYTES } = sodium;

/** The binding takes offsets as 32-bit numbers; beyond, it would read other bytes than the ones meant. */
const MAX_OFFSET = 0xffff_ffff;

function withinReach(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset + bytes.byteLength > MAX_OFFSET ? bytes.slice() : bytes;
}

function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  // libsodium reads as many bytes as it expects: lengths are ours to check.
  if (publicKey.length !== crypto_sign_PUBLICKEYBYTES) return false;
  if (signature.length !== crypto_sign_BYTES || message.length > MAX_OFFSET) return false;
  return sodium.crypto_sign_verify_detached(
    withinReach(signature),
    withinReach(message),
    withinReach(publicKey),
  );
}

export const ed25519Verifier: Ed25519Verifier = { name: 'libsodium (sodium-native)', verify };

/** libsodium's secret key: the seed followed by the public key. */
function expandSecretKey(secretKey: Uint8Array): { publicKey: Uint8Array; expanded: Uint8Array } {
  const publicKey = new Uint8Array(crypto_sign_PUBLICKEYBYTES);
  const expanded = new Uint8Array(crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, expanded, secretKey);
  return { publicKey, expanded };
}

export function ed25519Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  const { expanded } = expandSecretKey(secretKey);
  const signature = new Uint8Array(crypto_sign_BYTES);
  sodium.crypto_sign_detached(signature, message, expanded);
  sodium.sodium_memzero(expanded);
  return signature;
}

export function ed25519PublicKeyOf(secretKey: Uint8Array): Uint8Array {
  const { publicKey, expanded } = expandSecretKey(secretKey);
  sodium.sodium_memzero(expanded);
  return publicKey;
}
