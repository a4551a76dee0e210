import { randomBytes } from 'node:crypto';
import { encodeTransactionContent, signTransaction } from '@touchmark/codec';
import { keyId, publicKeyOf } from '@touchmark/crypto';
import { encodeClaimSigner } from '@touchmark/ledger';

const LIFE_MS = 120_000;

interface Claim {
  readonly chainId: string;
  /** The newest block's, or the node's if that is later: by both it has to be in time. */
  readonly timeMs: number;
  readonly secretKey: Uint8Array;
  readonly mark: Uint8Array;
  /** Of the claim that stands; undefined: there is none. */
  readonly replaces: Uint8Array | undefined;
}

/** Says in the ledger that from here on this machine signs with the key, signed by the key itself. */
export function claimTransaction({
  chainId,
  timeMs,
  secretKey,
  mark,
  replaces,
}: Claim): Uint8Array {
  const publicKey = publicKeyOf('ed25519', secretKey);
  const own = { algorithm: 'ed25519', secretKey, keyId: keyId('ed25519', publicKey) } as const;
  const content = encodeTransactionContent({
    chainId,
    expiresAtMs: timeMs + LIFE_MS,
    nonce: randomBytes(16),
    signers: [own.keyId],
    actions: [
      encodeClaimSigner({
        publicKey,
        mark,
        replaces: replaces ?? new Uint8Array(0),
      }),
    ],
  });
  return signTransaction(content, [own]);
}
