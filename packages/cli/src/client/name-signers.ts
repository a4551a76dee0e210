import { decodeHex, encodeHex } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import { formerKey, readFormer, readValidators, VALIDATORS_KEY } from '@touchmark/ledger';
import { ProblemError, SdkError } from '@touchmark/sdk';

/** What is asked of a client. */
export interface ProvenState {
  entries(range: {
    start: Uint8Array;
    end: Uint8Array;
    limit: number;
  }): Promise<{ entries: readonly { key: Uint8Array; value: Uint8Array }[] }>;
}

interface Vouched<Signer> {
  readonly signers: readonly Signer[];
}

interface Signer {
  /** Upper-case hexadecimal, as CometBFT has it. */
  readonly address: string;
  readonly name?: string;
}

/**
 * The same with names for validators that the genesis file does not name, as the state has them: proven, and asked for
 * only where somebody lacks one; `known` keeps what was learned. A node that does not tell leaves the addresses.
 */
export async function nameSigners<S extends Signer, V extends Vouched<S>>(
  client: ProvenState,
  vouched: V & Vouched<S>,
  known: Map<string, string> = new Map(),
): Promise<V> {
  const unnamed = vouched.signers.filter(({ name }) => name === undefined);
  if (unnamed.length === 0) return vouched;
  const unknown = unnamed.map(({ address }) => address).filter((address) => !known.has(address));
  if (unknown.length > 0) await learnNames(client, unknown, known);
  const signers = vouched.signers.map((signer) => {
    const name = signer.name ?? known.get(signer.address);
    return name === undefined ? signer : { ...signer, name };
  });
  return { ...vouched, signers };
}

async function learnNames(
  client: ProvenState,
  addresses: readonly string[],
  names: Map<string, string>,
): Promise<void> {
  try {
    const state = { get: () => undefined, range: () => [] };
    const list = await entryAt(client, VALIDATORS_KEY);
    for (const { organization, publicKey } of readValidators({ ...state, get: () => list })) {
      names.set(addressText(validatorAddress(publicKey)), organization);
    }
    for (const address of addresses.filter((each) => !names.has(each))) {
      const bytes = decodeHex(address) ?? new Uint8Array(0);
      const former = await entryAt(client, formerKey(bytes));
      const name = readFormer({ ...state, get: () => former }, bytes);
      if (name !== undefined) names.set(address, name);
    }
  } catch (error) {
    if (!(error instanceof SdkError || error instanceof ProblemError)) throw error;
  }
}

const addressText = (address: Uint8Array): string => encodeHex(address).toUpperCase();

async function entryAt(client: ProvenState, key: Uint8Array): Promise<Uint8Array | undefined> {
  const { entries } = await client.entries({
    start: key,
    end: Uint8Array.of(...key, 0),
    limit: 1,
  });
  return entries[0]?.value;
}
