import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { resolveRecord } from './queries.ts';
import type { KeptRecord } from './queries.ts';
import { readRequest } from './signature-request.ts';
import type { KeptRequest } from './signature-request.ts';

/** A request with the record that it is about. */
export interface LiveRequest {
  readonly record: KeptRecord;
  readonly request: KeptRequest;
}

/** The request for a value of an active record, unless it is closed. */
export function liveRequest(
  context: ActionContext,
  identifier: string,
  index: number,
): LiveRequest | Refusal {
  const record = resolveRecord(context, identifier);
  if (record === undefined) return refuse('NAMING_IDENTIFIER_UNKNOWN', { identifier });
  if (record.body.status === 'retired') return refuse('NAMING_IDENTIFIER_RETIRED', { identifier });
  const request = readRequest(context, identifier, index);
  if (request !== undefined && request.body.status !== 'closed') return { record, request };
  return refuse('NAMING_REQUEST_UNKNOWN', { identifier, index });
}

/** The same, if it still takes signatures. */
export function openRequest(
  context: ActionContext,
  identifier: string,
  index: number,
): LiveRequest | Refusal {
  const found = liveRequest(context, identifier, index);
  if ('code' in found) return found;
  const { status, untilMs } = found.request.body;
  const isOver = untilMs !== null && untilMs <= context.block.timeMs;
  if (status === 'open' && !isOver) return found;
  return refuse('NAMING_REQUEST_OVER', { identifier, index });
}
