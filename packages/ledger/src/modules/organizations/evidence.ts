import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import { MISBEHAVIORS } from '../../kernel/outcome.ts';
import type { Misbehavior } from '../../kernel/outcome.ts';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { ORGANIZATION_EVIDENCE } from '../../limits.ts';
import { misbehaved } from './events.ts';
import { evidenceKey, evidenceRange } from './keys.ts';
import { isOrganizationId } from './params.ts';
import { readOrganization } from './queries.ts';

/** A validator of an organization signed two things that exclude each other, and a block proves it. */
export interface Evidence extends Misbehavior {
  /** The block that holds the proof. */
  readonly block: number;
  /** Whether that block took the validator's power; false: those left would not have been safe. */
  readonly isStruck: boolean;
}

/** Behind the zero that ends the id. */
const TAIL = { height: 0, address: 8, kind: 28 };

/**
 * Keeps it, once. A validator that goes on and can't be struck would fill the state without end: above the limit it is
 * told and not kept.
 */
export function recordEvidence(
  context: ActionContext,
  id: string,
  misbehavior: Misbehavior,
  isStruck: boolean,
): void {
  // A genesis file may name a validator as it likes.
  if (!isOrganizationId(id) || readOrganization(context, id) === undefined) return;
  const { kind, address, height, power, timeMs } = misbehavior;
  const key = evidenceKey(id, height, address, MISBEHAVIORS.indexOf(kind));
  const isKnown = context.get(key) !== undefined;
  context.emit(misbehaved, { id, kind, height, timeMs, struck: isStruck ? 1 : 0 });
  if (isKnown || listEvidence(context, id).length >= ORGANIZATION_EVIDENCE) return;
  const value = writeCbor((writer) => {
    writer.array(4).uint(context.block.height).uint(timeMs).uint(power);
    writer.uint(isStruck ? 1 : 0);
  });
  context.put(key, value);
}

/** In the order of the blocks at which they did it. */
export function listEvidence(state: StateView, id: string): Evidence[] {
  const range = evidenceRange(id);
  const from = range.start.length;
  return Array.from(state.range(range), ({ key, value }) => decodeEvidence(key, from, value));
}

function decodeEvidence(key: Uint8Array, from: number, value: Uint8Array): Evidence {
  const kind = MISBEHAVIORS[key[from + TAIL.kind] ?? MISBEHAVIORS.length];
  if (kind === undefined) throw new StateFormatError('evidence');
  const height = Number(
    new DataView(key.buffer, key.byteOffset, key.length).getBigUint64(from + TAIL.height),
  );
  const address = key.slice(from + TAIL.address, from + TAIL.kind);
  const reader = new CborReader(value);
  reader.array();
  const block = reader.uint();
  const timeMs = reader.uint();
  const power = reader.uint();
  const isStruck = reader.uint() === 1;
  reader.end();
  return { kind, address, height, timeMs, power, block, isStruck };
}
