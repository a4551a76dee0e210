/**
 * Prints this runtime's verdict on every signature vector, as JSON. Run with `--conditions=browser` it takes the code
 * that browsers get.
 */
import { ed25519Verifier, publicKeyIsAcceptable } from '../../packages/crypto/src/index.ts';
import { verifyConsensusSignature, verifySignature } from '../../packages/crypto/src/index.ts';
import { readVectors, unhex } from '../../packages/crypto/src/testing/vector-files.ts';
import { vectorFilesOfKind } from '../../packages/crypto/src/testing/vector-files.ts';
import type {
  PublicKeyCase,
  SignatureCase,
} from '../../packages/crypto/src/testing/vector-files.ts';

const verdicts: Record<string, boolean> = {};
for (const file of vectorFilesOfKind('signature')) {
  const { algorithm, cases } = readVectors<SignatureCase>(file);
  for (const { name, publicKey, message, signature } of cases) {
    const bytes = [unhex(publicKey), unhex(message), unhex(signature)] as const;
    verdicts[`${file}, ${name}, transaction`] = verifySignature(algorithm, ...bytes);
    if (algorithm !== 'ed25519') continue;
    verdicts[`${file}, ${name}, consensus`] = verifyConsensusSignature(...bytes);
  }
}
for (const { algorithm, name, publicKey } of readVectors<PublicKeyCase>('public-keys').cases) {
  const verdict = publicKeyIsAcceptable(algorithm, unhex(publicKey));
  verdicts[`public-keys, ${algorithm} ${name}`] = verdict;
}

console.log(JSON.stringify({ version: process.version, verifier: ed25519Verifier.name, verdicts }));
