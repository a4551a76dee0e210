import { ed25519Verifier, generateSecretKey, publicKeyOf, sign } from '@touchmark/crypto';

const MESSAGES = 512;
const ROUND_MS = 500;

/** Signatures that the verifier in use checks on one core, per second, over messages of this size: best of `rounds`. */
export function verificationsPerSecond(messageBytes: number, rounds: number): number {
  const secretKey = generateSecretKey('ed25519');
  const publicKey = publicKeyOf('ed25519', secretKey);
  const samples = Array.from({ length: MESSAGES }, (_, index) => {
    const message = new Uint8Array(messageBytes).fill(index);
    return { message, signature: sign('ed25519', secretKey, message) };
  });
  let best = 0;
  for (let round = 0; round < rounds; round += 1) {
    let count = 0;
    const startedAt = performance.now();
    while (performance.now() - startedAt < ROUND_MS) {
      for (const { message, signature } of samples) {
        if (!ed25519Verifier.verify(publicKey, message, signature))
          throw new Error('a good signature failed');
      }
      count += MESSAGES;
    }
    best = Math.max(best, (count * 1e3) / (performance.now() - startedAt));
  }
  return best;
}
