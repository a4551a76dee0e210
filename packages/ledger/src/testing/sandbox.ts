import {
  assembleTransaction,
  decodeTransaction,
  DEFAULT_CONSENSUS_PARAMS,
  encodeTransactionContent,
  proveKey,
} from '@touchmark/codec';
import type {
  Action,
  DecodedTransaction,
  Genesis,
  GenesisOrganization,
  TransactionContent,
} from '@touchmark/codec';
import { keyId, publicKeyOf, sha256 } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { ledger } from '../index.ts';
import type { LedgerEvent, Misbehavior, SignatureVerifier, TransactionOutcome } from '../index.ts';
import { decodeReceipt } from '../kernel/receipt.ts';
import type { Details } from '../kernel/refusal.ts';
import type { Ledger } from '../ledger.ts';
import { PlainState } from './plain-state.ts';

export const CHAIN_ID = 'sandbox';
export const START_MS = 1_800_000_000_000;

export interface TestKey {
  readonly algorithm: SignatureAlgorithm;
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;
  /** Of zeros: a sandbox takes proofs on trust, as it does signatures. */
  readonly proof: Uint8Array;
}

interface ProvenTestKeyOptions {
  readonly algorithm?: SignatureAlgorithm;
  readonly chainId?: string;
}

/** A key that is the same for the same name. */
export function testKey(name: string, algorithm: SignatureAlgorithm = 'ed25519'): TestKey {
  const secretKey = sha256(new TextEncoder().encode(name));
  const publicKey = publicKeyOf(algorithm, secretKey);
  const proof = new Uint8Array(64);
  return { algorithm, secretKey, publicKey, keyId: keyId(algorithm, publicKey), proof };
}

/** The same key with a proof that holds. */
export function provenTestKey(
  name: string,
  organization: string,
  { algorithm = 'ed25519', chainId = CHAIN_ID }: ProvenTestKeyOptions = {},
): TestKey {
  const key = testKey(name, algorithm);
  return { ...key, ...proveKey(key, { chainId, organization }) };
}

export const ORGANIZATIONS: readonly { readonly id: string; readonly roles: string[] }[] = [
  { id: 'admin', roles: ['administrator'] },
  { id: 'top', roles: ['top-operator'] },
  { id: 'second', roles: ['secondary-operator'] },
  { id: 'maker', roles: ['enterprise-operator'] },
  { id: 'stranger', roles: [] },
];

export function sandboxGenesis(): Genesis {
  const organizations = ORGANIZATIONS.map(({ id, roles }): GenesisOrganization => {
    const { algorithm, publicKey } = testKey(id);
    return { id, name: `The ${id}`, roles, keys: [{ algorithm, publicKey }] };
  });
  return {
    chainId: CHAIN_ID,
    genesisTime: { seconds: BigInt(START_MS / 1000), nanos: 0 },
    initialHeight: 1,
    validators: [],
    consensusParams: DEFAULT_CONSENSUS_PARAMS,
    appState: { organizations, parameters: {} },
    hash: new Uint8Array(32),
  };
}

export interface Submitted extends TransactionOutcome {
  readonly id: Uint8Array;
  /** `OK` or the refusal's code, from the receipt. */
  readonly word: string;
  readonly details: Details;
}

/**
 * A small ledger in memory: five organizations, blocks on demand, signatures taken on trust unless
 * said otherwise.
 */
export class Sandbox {
  readonly state: PlainState = new PlainState();
  readonly ledger: Ledger;
  height = 0;
  timeMs: number = START_MS;
  verify: SignatureVerifier = () => true;
  private nonces = 0;

  /** The last block's own events. */
  own: readonly LedgerEvent[] = [];

  constructor(of: Ledger = ledger, genesis: Genesis = sandboxGenesis()) {
    this.ledger = of;
    this.state.apply(of.initializeState(genesis));
  }

  /** A transaction as it comes out of the decoder, with a signature of zeros for each key. */
  transaction(
    signers: readonly TestKey[],
    actions: readonly Action[],
    changes: Partial<TransactionContent> = {},
  ): DecodedTransaction {
    this.nonces += 1;
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, this.nonces);
    const content = encodeTransactionContent({
      chainId: CHAIN_ID,
      expiresAtMs: this.timeMs + 60_000,
      nonce,
      signers: signers.map((key) => key.keyId),
      actions: [...actions],
      ...changes,
    });
    const parts = signers.map((key) => ({ ...key, signature: new Uint8Array(64) }));
    return decodeTransaction(assembleTransaction(content, parts));
  }

  /** Executes one block and commits it. */
  block(
    transactions: readonly DecodedTransaction[],
    misbehavior: readonly Misbehavior[] = [],
  ): Submitted[] {
    this.height += 1;
    this.timeMs += 1000;
    const { height, timeMs } = this;
    const block = { chainId: CHAIN_ID, height, timeMs, transactions, misbehavior };
    const outcome = this.ledger.executeBlock(block, this.state, this.verify);
    this.state.commit(outcome);
    this.own = outcome.events;
    return outcome.results.map((result, index) => {
      const { code: word, details } = decodeReceipt(result.data);
      return { ...result, word, details, id: transactions[index]!.id };
    });
  }

  /** An empty block, so much later. */
  pass(ms: number): readonly LedgerEvent[] {
    this.timeMs += ms - 1000;
    this.block([]);
    return this.own;
  }

  /** One transaction of an organization in a block of its own. */
  submit(author: string, ...actions: readonly Action[]): Submitted {
    return this.submitAll([author], ...actions);
  }

  /** The same, signed by several organizations; the first is the author. */
  submitAll(authors: readonly string[], ...actions: readonly Action[]): Submitted {
    return this.block([
      this.transaction(
        authors.map((author) => testKey(author)),
        actions,
      ),
    ])[0]!;
  }

  /** The same, which must succeed. */
  must(author: string, ...actions: readonly Action[]): Submitted {
    const submitted = this.submit(author, ...actions);
    if (submitted.word === 'OK') return submitted;
    throw new Error(`${submitted.word} ${JSON.stringify(submitted.details)}`);
  }
}
