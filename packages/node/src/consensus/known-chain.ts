import {
  decodeSignedHeader,
  decodeValidators,
  encodeHex,
  equalBytes,
  type Genesis,
  msOfTimestamp,
} from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { Engine } from '@touchmark/engine';
import { readFormer, readValidators } from '@touchmark/ledger';

/** A validator as the chain has it, whatever it votes now. */
export interface KnownValidator {
  /** Upper-case hexadecimal. */
  readonly address: string;
  /** Whose it is or was, by the state; undefined: the state does not name it. */
  readonly organization: string | undefined;
  readonly power: number;
  /** It is this node, for there is no other. */
  readonly isAlone: boolean;
  /** Signed the newest block that is here. */
  readonly signedNewest: boolean;
  /** False: it signed none of the newest blocks. A commit names more than two thirds, not who came a moment later. */
  readonly signedRecently: boolean;
}

/** What a node has of the chain by itself. */
export interface KnownChain {
  /** The newest block that is durable here, and when it was decided. */
  readonly newest: { readonly height: number; readonly timeMs: number };
  /** In the order in which they vote. */
  readonly validators: readonly KnownValidator[];
}

/** Missing in so many blocks in a row, a validator is away. */
const RECENT_BLOCKS = 8;

const nameOf = (address: Uint8Array): string => encodeHex(address).toUpperCase();

export function chainOf(engine: Engine): KnownChain {
  return engine.chain.read((view, head) => {
    const named = readValidators(view);
    const { commit } = decodeSignedHeader(head.signedHeader);
    const isAway = awayIn(engine, head.height + 1);
    const validators = decodeValidators(head.validators).map((listed, place) => {
      const { address, publicKey, power } = listed;
      const name = nameOf(address);
      return {
        address: name,
        // Who is struck signs one or two blocks more.
        organization:
          named.find((other) => equalBytes(other.publicKey, publicKey))?.organization ??
          readFormer(view, address),
        power: Number(power),
        isAlone: engine.consensus === undefined,
        signedNewest: commit.signatures[place]?.flag === 2,
        signedRecently: !isAway(name),
      };
    });
    return { newest: { height: head.height + 1, timeMs: head.timeMs }, validators };
  });
}

/** Before the first block. */
export function foundingOf({ genesisTime, validators }: Genesis): KnownChain {
  const listed = validators.map(({ name, publicKey, power }) => ({
    address: nameOf(validatorAddress(publicKey)),
    organization: name,
    power: Number(power),
    isAlone: false,
    signedNewest: false,
    signedRecently: true,
  }));
  // As CometBFT orders them.
  listed.sort((a, b) => b.power - a.power || (a.address < b.address ? -1 : 1));
  return { newest: { height: 0, timeMs: msOfTimestamp(genesisTime) }, validators: listed };
}

/** Tells who is away: a validator of all those blocks that signed none. */
function awayIn({ chain }: Engine, newest: number): (address: string) => boolean {
  const signers = new Set<string>();
  let listed: ReadonlySet<string> = new Set();
  for (let height = newest; height > newest - RECENT_BLOCKS; height -= 1) {
    const row = height > 0 ? chain.header(height) : undefined;
    if (row === undefined) return () => false;
    for (const signature of decodeSignedHeader(row.signedHeader).commit.signatures) {
      if (signature.flag === 2) signers.add(nameOf(signature.validatorAddress));
    }
    listed = new Set(decodeValidators(row.validators).map(({ address }) => nameOf(address)));
  }
  return (address) => listed.has(address) && !signers.has(address);
}
