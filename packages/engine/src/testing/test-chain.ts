/** A small network for tests: one validator, one administrator who holds the prefix 88, and its transactions. */
import {
  type Action,
  type CborInput,
  DEFAULT_CONSENSUS_PARAMS,
  encode,
  encodeGenesis,
  encodeTransactionContent,
  signTransaction,
  timestampOfMs,
  validatorOf,
} from '@touchmark/codec';
import { keyId, publicKeyOf, sha256 } from '@touchmark/crypto';

export const GENESIS_TIME_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

const secret = (name: string): Uint8Array => sha256(new TextEncoder().encode(name));

interface Changes {
  readonly expiresAtMs?: number;
  /** Whose key signs, if not the administrator's. */
  readonly signer?: string;
}

export interface TestChain {
  readonly chainId: string;
  readonly genesis: Uint8Array;
  readonly validatorSecretKey: Uint8Array;
  /** Milliseconds since 1970; goes on only by hand. */
  readonly clock: { nowMs: number };
  /** A transaction signed by the administrator; its number makes it one of its kind. */
  transaction(number: number, actions: readonly Action[], changes?: Changes): Uint8Array;
  /** Delegates the prefix 88 to the administrator. */
  delegate(): Uint8Array;
  /** Registers 88/name with one value. */
  register(number: number, name: string, value?: string): Uint8Array;
}

export function testChain(chainId = 'test-1', validatorName = 'solo'): TestChain {
  const validatorSecretKey = secret(`${chainId} validator`);
  const adminKey = secret(`${chainId} administrator`);
  const validator = validatorOf(publicKeyOf('ed25519', validatorSecretKey), 10n);
  const publicKey = publicKeyOf('ed25519', adminKey);
  const roles = ['administrator', 'top-operator'];
  const genesis = encodeGenesis({
    chainId,
    genesisTime: timestampOfMs(GENESIS_TIME_MS),
    initialHeight: 1,
    validators: [{ ...validator, name: validatorName }],
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: {
      organizations: [
        { id: 'root', name: 'Root', roles, keys: [{ algorithm: 'ed25519', publicKey }] },
      ],
      parameters: {},
    },
  });
  const clock = { nowMs: GENESIS_TIME_MS + HOUR_MS };
  const transaction = (
    number: number,
    actions: readonly Action[],
    { expiresAtMs = GENESIS_TIME_MS + 12 * HOUR_MS, signer }: Changes = {},
  ): Uint8Array => {
    const secretKey = signer === undefined ? adminKey : secret(signer);
    const nonce = sha256(new TextEncoder().encode(String(number))).slice(0, 16);
    const content = encodeTransactionContent({
      chainId,
      expiresAtMs,
      nonce,
      signers: [keyId('ed25519', publicKeyOf('ed25519', secretKey))],
      actions: [...actions],
    });
    return signTransaction(content, [{ algorithm: 'ed25519', secretKey }]);
  };
  return {
    chainId,
    genesis,
    validatorSecretKey,
    clock,
    transaction,
    delegate: () => transaction(-1, [action('naming.delegate', { prefix: '88', holder: 'root' })]),
    register: (number, name, value = 'value') => transaction(number, [registration([name], value)]),
  };
}

export function action(type: string, params: Record<string, CborInput>): Action {
  return { type, params: encode(params) };
}

/** One action that registers 88/name for each name. */
export function registration(names: readonly string[], value: string): Action {
  const entries = names.map((name) => [name, [[1, 'URL', value, 3600, 14]]]);
  return action('naming.register', { prefix: '88', entries });
}
