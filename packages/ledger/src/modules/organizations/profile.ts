import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { asciiBytes } from '../../kernel/key.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { refuseCodes } from './codes.ts';
import type { Codes } from './codes.ts';
import { refuse } from './errors.ts';
import { codeKey, profileKey } from './keys.ts';

const NO_CODES: Codes = { creditCode: '', lei: '' };

/** The codes of registers that an organization is known by. */
export function readProfile(state: StateView, id: string): Codes {
  const bytes = state.get(profileKey(id));
  if (bytes === undefined) return NO_CODES;
  const reader = new CborReader(decodeVersioned(bytes).body);
  reader.array();
  const codes = { creditCode: reader.text(), lei: reader.text() };
  reader.bytes();
  reader.end();
  return codes;
}

/** Gives an organization these codes in the place of those it had, or refuses. */
export function putProfile(
  state: StateWriter,
  id: string,
  codes: Codes,
  transactionId: Uint8Array,
): Refusal | undefined {
  const refusal = refuseCodes(codes) ?? refuseTaken(state, id, codes);
  if (refusal !== undefined) return refusal;
  const before = readProfile(state, id);
  moveCode(state, id, 0, before.creditCode, codes.creditCode);
  moveCode(state, id, 1, before.lei, codes.lei);
  const body = writeCbor((writer) =>
    writer.array(3).text(codes.creditCode).text(codes.lei).bytes(transactionId),
  );
  state.putVersion(profileKey(id), state.get(profileKey(id)), body);
  return undefined;
}

function refuseTaken(
  state: StateView,
  id: string,
  { creditCode, lei }: Codes,
): Refusal | undefined {
  for (const [kind, code] of [
    [0, creditCode],
    [1, lei],
  ] as const) {
    const taken = code === '' ? undefined : state.get(codeKey(kind, code));
    const holder = taken && String.fromCharCode(...taken);
    if (holder !== undefined && holder !== id) {
      return refuse('ORGANIZATIONS_CODE_TAKEN', { code, holder });
    }
  }
  return undefined;
}

function moveCode(state: StateWriter, id: string, kind: 0 | 1, from: string, to: string): void {
  if (from === to) return;
  if (from !== '') state.remove(codeKey(kind, from));
  if (to !== '') state.put(codeKey(kind, to), asciiBytes(id));
}
