/** A small network for tests: one validator; one organization that administers and holds the prefix 88. */
import { randomBytes } from 'node:crypto';
import {
  type Action,
  DEFAULT_CONSENSUS_PARAMS,
  encodeGenesis,
  encodeTransactionContent,
  signTransaction,
  timestampOfMs,
  validatorOf,
} from '@touchmark/codec';
import { keyId, publicKeyOf, sha256 } from '@touchmark/crypto';
import {
  encodeDelegate,
  encodeRegister,
  encodeRetire,
  encodeUpdate,
  type RecordValue,
} from '@touchmark/ledger';

export const CHAIN_ID = 'node-test';
const MINUTE_MS = 60_000;

const secret = (name: string): Uint8Array => sha256(new TextEncoder().encode(name));
export const VALIDATOR_KEY: Uint8Array = secret('validator');
export const ADMINISTRATOR_KEY: Uint8Array = secret('administrator');
const administratorPublicKey = publicKeyOf('ed25519', ADMINISTRATOR_KEY);
export const ADMINISTRATOR_KEY_ID: Uint8Array = keyId('ed25519', administratorPublicKey);

export function testGenesis(): Uint8Array {
  const validator = validatorOf(publicKeyOf('ed25519', VALIDATOR_KEY), 10n);
  return encodeGenesis({
    chainId: CHAIN_ID,
    genesisTime: timestampOfMs(Date.UTC(2026, 0, 1)),
    initialHeight: 1,
    validators: [{ ...validator, name: 'solo' }],
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: {
      organizations: [
        {
          id: 'root',
          name: '根 Root',
          roles: ['administrator', 'top-operator'],
          keys: [{ algorithm: 'ed25519', publicKey: administratorPublicKey }],
        },
      ],
      parameters: {},
    },
  });
}

/** A transaction of the administrator, and of another key's holder if need be; never the same twice. */
export function transaction(
  actions: readonly Action[],
  options: { chainId?: string; lifeMs?: number; cosigner?: Uint8Array } = {},
): Uint8Array {
  const { chainId = CHAIN_ID, lifeMs = 10 * MINUTE_MS, cosigner } = options;
  const secretKeys = [ADMINISTRATOR_KEY, ...(cosigner === undefined ? [] : [cosigner])];
  const content = encodeTransactionContent({
    chainId,
    expiresAtMs: Date.now() + lifeMs,
    nonce: randomBytes(16),
    signers: secretKeys.map((secretKey) => keyId('ed25519', publicKeyOf('ed25519', secretKey))),
    actions: [...actions],
  });
  return signTransaction(
    content,
    secretKeys.map((secretKey) => ({ algorithm: 'ed25519', secretKey })),
  );
}

export const url = (data: string): RecordValue => ({
  index: 1,
  type: 'URL',
  data,
  ttlSeconds: 3_600,
  permissions: 0b1110,
});

export const delegation = (prefix: string): Action => encodeDelegate({ prefix, holder: 'root' });

export const registration = (suffixes: readonly string[], values: RecordValue[], prefix = '88') =>
  encodeRegister({ prefix, entries: suffixes.map((suffix) => ({ suffix, values })) });

export const update = (identifier: string, expectedVersion: number, values: RecordValue[]) =>
  encodeUpdate({ identifier, expectedVersion, values });

export const retirement = (identifier: string, expectedVersion: number) =>
  encodeRetire({ identifier, expectedVersion, reason: 'melted down' });
