import {
  type DecodedReadToken,
  encodeUtf8,
  equalBytes,
  parseReadTokenHeader,
  ReadTokenError,
  verifyReadToken,
} from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import type { ChainHead } from '@touchmark/engine';
import {
  ADMIN_READ,
  readKey,
  readOrganization,
  resolveRecord,
  restrictedKey,
  validityOf,
} from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { decodeVersioned } from '@touchmark/state/proof';
import { decodeRecordBody, type RecordBody } from '@touchmark/verify';
import { codecDetails } from '../problems/codec-words.ts';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';
import type { Disclose } from './answer.ts';
import type { DisclosedValues } from './record-json.ts';

/** Signatures of tokens checked in a second, per process: some algorithms are slow, and anybody can ask. */
const CHECKS_PER_SECOND = 500;

const budget = { secondStart: 0, checks: 0 };

function spendCheck(): void {
  const now = performance.now();
  if (now - budget.secondStart >= 1_000) {
    budget.secondStart = now;
    budget.checks = 0;
  }
  budget.checks++;
  if (budget.checks <= CHECKS_PER_SECOND) return;
  throw new ProblemError('NODE_OVERLOADED', {
    details: {
      en: 'Too many read tokens at this moment. Come back after the time in Retry-After.',
      zh: '此刻读取令牌过多，请在 Retry-After 所示时间后重试。',
    },
    headers: retryAfter(0),
  });
}

function orRefuse<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ReadTokenError)) throw error;
    throw new ProblemError(error.code, {
      details: codecDetails(error.code, error.message),
      headers: { 'www-authenticate': 'Touchmark' },
      cause: error,
    });
  }
}

/** A key with scopes signs no tokens unless one of these is among them. */
const READING_SCOPES: readonly string[] = ['naming.read', 'naming.*'];

/**
 * Throws unless the token's key is an active one of the active organization that holds the record, may read, and signs
 * now: the state of this answer decides, not that of the token's making. The time of a key ends by the clock or by the
 * newest header, whichever is later: a clock that was set back opens nothing again.
 */
function authorize(
  view: StateSnapshot,
  token: DecodedReadToken,
  head: ChainHead,
  identifier: string,
): void {
  const { chainId } = head;
  const holder = resolveRecord(view, identifier)?.body.holder;
  const key = readKey(view, token.keyId)?.entity;
  const isHolders = key?.organization === holder && key?.algorithm === token.algorithm;
  const nowMs = Date.now();
  const isActive =
    key?.status === 'active' &&
    validityOf(key, Math.max(nowMs, head.timeMs)) === 'active' &&
    readOrganization(view, key.organization)?.entity.status === 'active';
  if (!isHolders || !isActive) throw new ProblemError('READ_TOKEN_REFUSED');
  const mayRead =
    key.scopes.length === 0 || key.scopes.some((scope) => READING_SCOPES.includes(scope));
  if (!mayRead) throw new ProblemError('READ_TOKEN_OUT_OF_SCOPE');
  spendCheck();
  orRefuse(() => verifyReadToken(token, key.publicKey, { chainId, identifier, nowMs }));
}

/** Data of the restricted values that the record commits to; what doesn't match its digest is not given out. */
function restrictedData(
  view: StateSnapshot,
  identifier: string,
  body: RecordBody,
): DisclosedValues {
  const disclosed = new Map<number, Uint8Array>();
  for (const { index, data, permissions } of body.values) {
    if (data.kind !== 'digest' || (permissions & ADMIN_READ) === 0) continue;
    const kept = view.get(restrictedKey(encodeUtf8(identifier), index));
    if (kept !== undefined && equalBytes(sha256(kept), data.digest)) disclosed.set(index, kept);
  }
  return disclosed;
}

/**
 * Reads the token of an Authorization header (spec/read-token.md) and gives the function that opens a record's
 * restricted values to its bearer. Throws ProblemError.
 */
export function discloseWith(authorization: string): Disclose {
  const token = orRefuse(() => parseReadTokenHeader(authorization));
  return (view, head, identifier, envelope) => {
    const body = decodeRecordBody(decodeVersioned(envelope).body);
    authorize(view, token, head, identifier);
    return restrictedData(view, identifier, body);
  };
}
