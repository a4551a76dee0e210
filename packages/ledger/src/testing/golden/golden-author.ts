import {
  DEFAULT_CONSENSUS_PARAMS,
  encodeGenesis,
  encodeHex,
  encodeTransactionContent,
  signTransaction,
  validatorOf,
} from '@touchmark/codec';
import type { Action, GenesisOrganization, TransactionContent } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { provenTestKey, testKey } from '../sandbox.ts';
import type { TestKey } from '../sandbox.ts';

export const GOLDEN_CHAIN_ID = 'golden-1';
export const GOLDEN_START_MS = 1_790_000_000_000;

export const ADMIN: TestKey = testKey('golden admin');
export const TOP: TestKey = testKey('golden top', 'p256');
export const MAKER: TestKey = testKey('golden maker', 'sm2');

function organization(
  id: string,
  name: string,
  roles: string[],
  key: TestKey,
): GenesisOrganization {
  return { id, name, roles, keys: [{ algorithm: key.algorithm, publicKey: key.publicKey }] };
}

/**
 * The genesis file of all golden chains: an administrator, a top operator and a maker, one key of
 * each algorithm.
 */
export function goldenGenesis(): string {
  const bytes = encodeGenesis({
    chainId: GOLDEN_CHAIN_ID,
    genesisTime: { seconds: BigInt(GOLDEN_START_MS / 1000), nanos: 0 },
    initialHeight: 1,
    validators: [{ ...validatorOf(testKey('golden validator').publicKey, 1n), name: 'v' }],
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: {
      organizations: [
        organization('admin', 'Alliance office', ['administrator', 'regulator'], ADMIN),
        organization('top', '国家顶级节点', ['top-operator'], TOP),
        organization('maker', 'Gear works', ['enterprise-operator'], MAKER),
      ],
      parameters: {},
    },
  });
  return new TextDecoder().decode(bytes);
}

/** A key that proves itself for an organization of the golden network. */
export function provenKey(
  name: string,
  organization: string,
  algorithm: SignatureAlgorithm = 'ed25519',
): TestKey {
  return provenTestKey(name, organization, { algorithm, chainId: GOLDEN_CHAIN_ID });
}

/** Signs transactions whose nonces count from 1. */
export class GoldenAuthor {
  private nonces = 0;

  /** The transaction's bytes in hex. */
  sign(
    keys: readonly TestKey[],
    actions: readonly Action[],
    changes: Partial<TransactionContent> = {},
  ): string {
    this.nonces += 1;
    const nonce = new Uint8Array(16);
    nonce[15] = this.nonces;
    const content = encodeTransactionContent({
      chainId: GOLDEN_CHAIN_ID,
      expiresAtMs: GOLDEN_START_MS + 600_000,
      nonce,
      signers: keys.map(({ keyId }) => keyId),
      actions: [...actions],
      ...changes,
    });
    return encodeHex(signTransaction(content, keys));
  }
}
