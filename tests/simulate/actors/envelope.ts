import {
  assembleTransaction,
  encodeTransactionContent,
  signatureMessage,
  signTransaction,
} from '@touchmark/codec';
import { keyId, sha256, sign } from '@touchmark/crypto';
import { actionOf } from './world.ts';
import type { Draft, World } from './world.ts';

const DAY_MS = 86_400_000;

/** A signed transaction; some with something wrong about the envelope. */
export function sealed(world: World, { signers, actions }: Draft): Uint8Array {
  const { dice, timeMs } = world;
  const names = [...new Set(signers)];
  const lifeMs = dice.weighted([
    [300, 60_000],
    [20, DAY_MS],
    [1, 0],
    [1, DAY_MS + 1],
  ]);
  const content = encodeTransactionContent({
    chainId: dice.below(300) === 0 ? 'another-network' : world.chainId,
    expiresAtMs: timeMs + lifeMs,
    nonce: sha256(Buffer.from(`nonce ${world.next()}`)).subarray(0, 16),
    signers: names.map((name) => Buffer.from(name, 'hex')),
    actions: actions.map(actionOf),
  });
  const keys = names.map((name) => world.secret(name));
  if (dice.below(150) > 0) return signTransaction(content, keys);
  // One of the signatures does not hold, or says that it is of another kind.
  const bad = dice.below(keys.length);
  const parts = keys.map(({ algorithm, publicKey, secretKey }, place) => {
    const id = keyId(algorithm, publicKey);
    const message = signatureMessage(content, algorithm, id, keys.length);
    const signature = sign(algorithm, secretKey, message);
    if (place !== bad) return { algorithm, keyId: id, signature };
    signature[dice.below(64)]! ^= 1 << dice.below(8);
    return { algorithm: dice.chance(70) ? algorithm : ('p256' as const), keyId: id, signature };
  });
  return assembleTransaction(content, parts);
}
