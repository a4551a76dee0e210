import { decode, encode, equalBytes } from '@touchmark/codec';
import type { CborInput, CborValue } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { decodeReceipt } from '@touchmark/ledger';
import type { BlockOutcome, LedgerEvent } from '@touchmark/ledger';
import type { StateView } from '@touchmark/state';
import { foretold } from '../model/authority.ts';
import { hexOf, joined, u32, u64 } from '../model/bytes.ts';
import type { Foretold, ForetoldBlock } from '../model/ledger-model.ts';
import type { ModelState } from '../model/state.ts';
import type { Stamp, Touched } from '../model/table.ts';

/** The ledger did another thing than the model says. */
export class Mismatch extends Error {
  constructor(what: string, is: unknown, expected: unknown) {
    super(`${what}\n  ledger: ${show(is)}\n  model:  ${show(expected)}`);
    this.name = 'Mismatch';
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Uint8Array) return hexOf(part);
    return typeof part === 'bigint' ? String(part) : part;
  });
}

/** What the block makes of the state: its writes over what was there. */
class After {
  readonly before: StateView;
  readonly writes = new Map<string, Uint8Array | null>();
  readonly archived = new Map<string, Uint8Array>();

  constructor(before: StateView, outcome: BlockOutcome) {
    this.before = before;
    for (const { key, value } of outcome.writes) this.writes.set(hexOf(key), value);
    for (const { key, value } of outcome.archived) this.archived.set(hexOf(key), value);
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const written = this.writes.get(hexOf(key));
    return written === undefined ? this.before.get(key) : (written ?? undefined);
  }
}

/** Throws Mismatch unless a block's outcome is all that the model says, and no more. */
export function compareBlock(
  said: ForetoldBlock,
  model: ModelState,
  outcome: BlockOutcome,
  before: StateView,
): void {
  compareEvents('events of the block', outcome.events, said.events);
  for (const [place, result] of outcome.results.entries()) {
    compareResult(`transaction ${place}`, result, said.results[place]!);
  }
  const after = new After(before, outcome);
  const known = new Set<string>();
  for (const touched of model.journal.touched.values()) {
    known.add(hexOf(compareEntry(after, touched)));
  }
  const own = compareOwnEvents(model, outcome, after);
  for (const [key, value] of after.writes) {
    if (known.has(key) || key === own) continue;
    const is = after.before.get(Buffer.from(key, 'hex'));
    const changesNothing = value === null ? is === undefined : is && equalBytes(is, value);
    if (changesNothing !== true)
      throw new Mismatch(`a write that nobody expects: ${key}`, value, is);
  }
}

function compareResult(
  what: string,
  result: BlockOutcome['results'][number],
  said: Foretold,
): void {
  const receipt = decodeReceipt(result.data);
  if (foretold(receipt.code) !== said.code) {
    throw new Mismatch(`code of ${what}`, { code: receipt.code, ...receipt.details }, said.code);
  }
  if (result.final !== said.isFinal) {
    throw new Mismatch(`whether ${what} is final`, result.final, said.isFinal);
  }
  compareEvents(`events of ${what}`, result.events, said.events);
}

function compareEvents(
  what: string,
  events: readonly LedgerEvent[],
  expected: readonly string[],
): void {
  const types = events.map(({ type }) => type);
  if (types.join() !== expected.join()) throw new Mismatch(what, types, expected);
}

/** The hash under which the block's own events are bound to the root; the key in hex. */
function compareOwnEvents(model: ModelState, { events }: BlockOutcome, after: After): string {
  const key = joined(0x01, 'b', u64(model.journal.moment.height));
  const is = after.get(key);
  const list = events.map(({ type, params }) => [type, decode(params)] as CborInput);
  const expected = events.length === 0 ? undefined : sha256(encode(list));
  const isSame = is === undefined ? expected === undefined : expected && equalBytes(is, expected);
  if (isSame !== true) throw new Mismatch("hash of the block's own events", is, expected);
  return hexOf(key);
}

/** @returns the entry's key. */
function compareEntry(after: After, { table, name }: Touched): Uint8Array {
  const key = table.form.key(name);
  const what = `${table.title} ${JSON.stringify(name)}`;
  const is = after.get(key);
  const row = table.get(name);
  if (row === undefined || is === undefined) {
    const shown = row === undefined ? undefined : table.form.value(row);
    if (row !== undefined || is !== undefined) throw new Mismatch(what, readable(is), shown);
    return key;
  }
  const body = table.isVersioned ? openEnvelope(after, key, what, is, table.stamp(name)) : is;
  compareBody(what, body, table.form.value(row), table.form.unknownItem);
  return key;
}

function compareBody(
  what: string,
  is: Uint8Array,
  expected: CborInput | { readonly raw: Uint8Array } | undefined,
  unknownItem: number | undefined,
): void {
  if (expected === undefined) return;
  if (isRaw(expected)) {
    if (!equalBytes(is, expected.raw)) throw new Mismatch(what, is, expected.raw);
    return;
  }
  const isKnown = unknownItem === undefined;
  const given = isKnown ? is : encode(without(decode(is), unknownItem));
  const wanted = isKnown
    ? encode(expected)
    : encode(without(decode(encode(expected)), unknownItem));
  if (!equalBytes(given, wanted)) throw new Mismatch(what, readable(given), decode(wanted));
}

const without = (value: CborValue, place: number): CborInput =>
  (value as readonly CborInput[]).map((item, index) => (index === place ? null : item));

function isRaw(value: CborInput | { readonly raw: Uint8Array }): value is { raw: Uint8Array } {
  return typeof value === 'object' && value !== null && 'raw' in value;
}

function readable(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return decode(bytes);
  } catch {
    return bytes;
  }
}

type Envelope = readonly [number, number, number, Uint8Array | null, Uint8Array];

/** Version, moment, and the chain of hashes back to what was there before the block. */
function openEnvelope(
  after: After,
  key: Uint8Array,
  what: string,
  bytes: Uint8Array,
  stamp: Stamp,
): Uint8Array {
  const [version, height, timeMs, previous, body] = decode(bytes) as Envelope;
  const isSame = version === stamp.version && height === stamp.height && timeMs === stamp.timeMs;
  if (!isSame) throw new Mismatch(`envelope of ${what}`, { version, height, timeMs }, stamp);
  let hash = previous;
  const old = after.before.get(key);
  for (let number = version - 1; number >= 1 && hash !== null; number -= 1) {
    const archived = after.archived.get(hexOf(joined(key, u32(number))));
    const isUntouched = archived === undefined && old !== undefined && equalBytes(old, bytes);
    if (isUntouched) return body;
    if (archived === undefined || !equalBytes(sha256(archived), hash)) {
      throw new Mismatch(`version ${number} of ${what} in the archive`, archived, hash);
    }
    if (old !== undefined && equalBytes(old, archived)) return body;
    hash = (decode(archived) as Envelope)[3];
  }
  const isOld = old !== undefined && equalBytes(old, bytes);
  if (hash !== null || (old !== undefined && !isOld))
    throw new Mismatch(`first version of ${what}`, hash, null);
  return body;
}
