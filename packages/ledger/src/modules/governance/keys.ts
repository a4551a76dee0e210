import { afterPrefix, concatBytes, uint64Bytes } from '../../kernel/key.ts';
import type { EntryRange } from '@touchmark/state';
import { asciiBytes } from '../../kernel/key.ts';

/** First byte of this module's keys. */
export const GOVERNANCE_KEYS = 0x30;

const PROPOSAL = Uint8Array.of(GOVERNANCE_KEYS, 0x70); // 'p'
const OPEN = Uint8Array.of(GOVERNANCE_KEYS, 0x6f); // 'o'
const QUEUE = Uint8Array.of(GOVERNANCE_KEYS, 0x71); // 'q'

/** What lies under a proposal's number, in this order: one range holds all that decided it. */
const HEAD = 0;
const CONTENT = 1;
const TALLY = 2;
const VOTE = 3;
const VETO = 4;

export const CONSTITUTION_KEY: Uint8Array = Uint8Array.of(GOVERNANCE_KEYS, 0x63); // 'c'
export const COUNTER_KEY: Uint8Array = Uint8Array.of(GOVERNANCE_KEYS, 0x6e); // 'n'
export const CONSENSUS_KEY: Uint8Array = Uint8Array.of(GOVERNANCE_KEYS, 0x62); // 'b'
export const VALIDATORS_KEY: Uint8Array = Uint8Array.of(GOVERNANCE_KEYS, 0x76); // 'v'

const FORMER = Uint8Array.of(GOVERNANCE_KEYS, 0x66); // 'f'

/** A validator that once was one, by its address. */
export function formerKey(address: Uint8Array): Uint8Array {
  return concatBytes(FORMER, address);
}

const SIGNER = Uint8Array.of(GOVERNANCE_KEYS, 0x73); // 's'

/** Which machine signs with a validator's key, by the validator's address. */
export function signerKey(address: Uint8Array): Uint8Array {
  return concatBytes(SIGNER, address);
}

export const INDEX_VALUE: Uint8Array = Uint8Array.of(1);

function part(proposal: number, kind: number, organization = ''): Uint8Array {
  return concatBytes(
    PROPOSAL,
    uint64Bytes(proposal),
    Uint8Array.of(kind),
    asciiBytes(organization),
  );
}

export function proposalKey(proposal: number): Uint8Array {
  return part(proposal, HEAD);
}

export function contentKey(proposal: number): Uint8Array {
  return part(proposal, CONTENT);
}

export function tallyKey(proposal: number): Uint8Array {
  return part(proposal, TALLY);
}

export function voteKey(proposal: number, organization: string): Uint8Array {
  return part(proposal, VOTE, organization);
}

export function vetoKey(proposal: number, organization: string): Uint8Array {
  return part(proposal, VETO, organization);
}

/** All that is kept of a proposal: what it says, the rules it goes by, and who voted what. */
export function proposalRange(proposal: number): EntryRange {
  const start = concatBytes(PROPOSAL, uint64Bytes(proposal));
  return { start, end: afterPrefix(start) };
}

export function voteRange(proposal: number): EntryRange {
  return { start: part(proposal, VOTE), end: part(proposal, VETO) };
}

export function vetoRange(proposal: number): EntryRange {
  const start = part(proposal, VETO);
  return { start, end: afterPrefix(start) };
}

/** The organization at the end of a vote's key. */
export function voterOf(key: Uint8Array): string {
  return String.fromCharCode(...key.subarray(PROPOSAL.length + 9));
}

/** There while the proposal is open, or accepted and not carried out yet. */
export function openKey(proposal: number): Uint8Array {
  return concatBytes(OPEN, uint64Bytes(proposal));
}

export function openRange(): EntryRange {
  return { start: OPEN, end: afterPrefix(OPEN) };
}

/** What happens to a proposal at a time, by itself. */
export function queueKey(dueMs: number, proposal: number): Uint8Array {
  return concatBytes(QUEUE, uint64Bytes(dueMs), uint64Bytes(proposal));
}

export function queueRange(): EntryRange {
  return { start: QUEUE, end: afterPrefix(QUEUE), limit: 1 };
}

export function readQueueKey(key: Uint8Array): { dueMs: number; proposal: number } {
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  const at = QUEUE.length;
  return {
    dueMs: Number(view.getBigUint64(at)),
    proposal: Number(view.getBigUint64(at + 8)),
  };
}

export function numberAtEnd(key: Uint8Array): number {
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  return Number(view.getBigUint64(key.length - 8));
}
