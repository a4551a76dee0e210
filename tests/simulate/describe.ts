import { decode, decodeTransaction } from '@touchmark/codec';
import type { CborValue } from '@touchmark/codec';
import type { History } from './history.ts';

/** A history in words, to be read by people: one line a transaction. */
export function describeHistory({ blocks }: History): string {
  return blocks
    .flatMap(({ timeMs, transactions, misbehavior = [] }, place) => [
      `block ${place + 1} at ${timeMs}`,
      ...misbehavior.map(
        ({ kind, address, height }) =>
          `  ${kind} of ${Buffer.from(address).toString('hex')} at ${height}`,
      ),
      ...transactions.map((bytes) => `  ${describeTransaction(bytes)}`),
    ])
    .join('\n');
}

function describeTransaction(bytes: Uint8Array): string {
  const { content } = decodeTransaction(bytes);
  const signers = content.signers.map((id) => Buffer.from(id).toString('hex').slice(0, 8));
  const actions = content.actions.map(
    ({ type, params }) => `${type} ${JSON.stringify(readable(decode(params)))}`,
  );
  return `${signers.join('+')}: ${actions.join('; ')}`;
}

function readable(value: CborValue): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, of]) => [String(key), readable(of)]));
  }
  if (Array.isArray(value)) return value.map((item: CborValue) => readable(item));
  if (value instanceof Uint8Array) return innerOf(value) ?? Buffer.from(value).toString('hex');
  return typeof value === 'bigint' ? String(value) : value;
}

/** Params of an action within a proposal. */
function innerOf(bytes: Uint8Array): unknown {
  try {
    const value = decode(bytes);
    return value instanceof Map ? readable(value) : undefined;
  } catch {
    return undefined;
  }
}
