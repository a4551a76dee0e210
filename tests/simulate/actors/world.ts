import { encode, proveKey } from '@touchmark/codec';
import type { Action, CborInput } from '@touchmark/codec';
import { keyId, publicKeyOf, sha256 } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { hexOf } from '../model/bytes.ts';
import { isActive } from '../model/membership.ts';
import { signsAt } from '../model/keys.ts';
import type { KeyRow } from '../model/rows.ts';
import type { ModelState } from '../model/state.ts';
import type { Dice } from './dice.ts';

/** Params as an author thinks of them. */
export type Given = { readonly [field: string]: CborInput };

export interface GivenAction {
  readonly type: string;
  readonly params: Given;
}

/** A transaction before it is signed: keys by their ids, the author's first. */
export interface Draft {
  readonly signers: readonly string[];
  readonly actions: readonly GivenAction[];
}

export interface OwnedKey {
  readonly algorithm: SignatureAlgorithm;
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

const ALGORITHMS = ['ed25519', 'ed25519', 'ed25519', 'ed25519', 'ed25519', 'p256', 'sm2'] as const;

/** What those who act know: all secrets, and the state as the last block left it. */
export class World {
  readonly dice: Dice;
  readonly state: ModelState;
  readonly chainId: string;
  readonly #seed: number;
  readonly #keys = new Map<string, OwnedKey>();
  #made = 0;
  /** Time of the block that is being made. */
  timeMs = 0;

  constructor(seed: number, dice: Dice, state: ModelState, chainId: string) {
    this.#seed = seed;
    this.dice = dice;
    this.state = state;
    this.chainId = chainId;
  }

  /** A number that was not given before. */
  next(): number {
    this.#made += 1;
    return this.#made;
  }

  /** A new key; its id. */
  makeKey(algorithm: SignatureAlgorithm = this.dice.pick(ALGORITHMS)): string {
    const secretKey = sha256(Buffer.from(`key ${this.#seed} ${this.next()}`));
    return this.keep({ algorithm, secretKey, publicKey: publicKeyOf(algorithm, secretKey) });
  }

  has(name: string): boolean {
    return this.#keys.has(name);
  }

  publicKeyOf(name: string): Uint8Array {
    return this.#keys.get(name)!.publicKey;
  }

  keep(key: OwnedKey): string {
    const name = hexOf(keyId(key.algorithm, key.publicKey));
    this.#keys.set(name, key);
    return name;
  }

  secret(name: string): OwnedKey {
    const key = this.#keys.get(name);
    if (key === undefined) throw new Error(`nobody has the key ${name}`);
    return key;
  }

  /** The key with the proof that it is to be this organization's. */
  proven(name: string, organization: string): Given {
    const { chainId } = this;
    return { ...proveKey(this.secret(name), { chainId, organization }) };
  }

  organizations(): string[] {
    return this.state.organizations.names();
  }

  active(): string[] {
    return this.organizations().filter((id) => isActive(this.state, id));
  }

  /** Keys of an organization that sign now. */
  signing(organization: string): string[] {
    return this.keysWhere((row) => row.organization === organization && signsAt(row, this.timeMs));
  }

  keysWhere(holds: (row: KeyRow) => boolean): string[] {
    const { keys } = this.state;
    return keys.names().filter((name) => holds(keys.get(name)!));
  }

  /** A key of an organization without scopes that signs now. */
  keyOf(organization: string): string | undefined {
    const { keys } = this.state;
    const free = this.signing(organization).filter((name) => keys.get(name)!.scopes.length === 0);
    return this.dice.some(free);
  }

  /** A transaction of these organizations, if each can sign: few try when they know they can't. */
  draft(authors: readonly string[], ...actions: readonly GivenAction[]): Draft | undefined {
    const areActive = authors.every((id) => isActive(this.state, id));
    if (!areActive && this.dice.chance(95)) return undefined;
    const signers = authors.map((id) => this.keyOf(id));
    const known = signers.filter((name) => name !== undefined);
    return known.length === signers.length ? { signers: known, actions } : undefined;
  }
}

export const actionOf = ({ type, params }: GivenAction): Action => ({
  type,
  params: encode(params),
});
