import { equalBytes } from '@touchmark/codec';
import type { ClockOptions } from '../header/clock.ts';
import { type VerifiedHeader, verifyAgainst } from '../header/signed-header.ts';
import { anchorOf, type Trust } from '../header/trust.ts';
import { VerifyError } from '../verify-error.ts';
import { type Answer, decodeAnswer } from './answer-codec.ts';
import { proveChanges } from './changes-answer.ts';
import { proveEntries } from './entries-answer.ts';
import { proveFollow } from './follow-answer.ts';
import { proveLife } from './life-answer.ts';
import { proveList } from './list-answer.ts';
import { checkQuery, describeQuery, encodeQuery, type Query } from './query.ts';
import { proveRecord } from './record-answer.ts';
import type { VerifiedAnswer } from './verified-answer.ts';

/** What else must hold of an answer. */
export interface VerifyOptions extends ClockOptions {
  /** The question that was asked: an answer to any other is refused. */
  expect?: Query;
}

/** Checks a signed header and its validators, both encoded. */
export type HeaderCheck = (
  signedHeader: Uint8Array,
  validators: Uint8Array,
  clock: ClockOptions,
) => VerifiedHeader;

function requireQuery(found: Query, expected: Query): void {
  checkQuery(expected);
  if (equalBytes(encodeQuery(found), encodeQuery(expected))) return;
  throw new VerifyError(
    'VERIFY_UNEXPECTED_QUERY',
    `This is an answer about ${describeQuery(found)}; asked was ${describeQuery(expected)}.`,
  );
}

function proveState(answer: Answer, verified: VerifiedHeader): VerifiedAnswer {
  const { header, hash, timeMs, signers, power } = verified;
  const vouched = {
    chainId: header.chainId,
    block: { height: header.height, timeMs, hash, root: header.appHash },
    signers,
    power,
  };
  const { query, result } = answer;
  switch (query.kind) {
    case 'list': {
      const last = result.kind === 'list' ? result.last : null;
      return { query, ...vouched, ...proveList(answer, query, last, verified) };
    }
    case 'entries':
      return { query, ...vouched, ...proveEntries(answer, query, verified) };
    case 'changes':
      return { query, ...vouched, ...proveChanges(answer, query, verified) };
    case 'life':
      return { query, ...vouched, ...proveLife(answer, query, verified) };
    case 'follow':
      return { query, ...vouched, ...proveFollow(answer, query, verified) };
    default:
      if (result.kind !== 'record') {
        throw new VerifyError('VERIFY_MALFORMED', 'a result of another kind');
      }
      return { query, ...vouched, ...proveRecord(answer, query, result, verified) };
  }
}

/** `verifyAnswer` with another way to check headers, for instance one that remembers them. */
export function verifyAnswerWith(
  checkHeader: HeaderCheck,
  bytes: Uint8Array,
  options: VerifyOptions,
): VerifiedAnswer {
  const answer = decodeAnswer(bytes);
  if (options.expect !== undefined) requireQuery(answer.query, options.expect);
  const verified = checkHeader(answer.signedHeader, answer.validators, options);
  return proveState(answer, verified);
}

/**
 * Checks an answer against nothing but what the caller trusts: query, record, proof, state root,
 * header, signatures, validators. Works offline. See spec/answer.md for the steps.
 *
 * @example
 * const trust = { genesis: await readFile('genesis.json') };
 * const verified = verifyAnswer(await readFile('answer.bin'), trust);
 * if (verified.status === 'present') console.log(verified.record.values);
 *
 * @throws VerifyError if any of it does not hold.
 */
export function verifyAnswer(
  answer: Uint8Array,
  trust: Trust,
  options: VerifyOptions = {},
): VerifiedAnswer {
  const anchor = anchorOf(trust);
  return verifyAnswerWith(
    (signedHeader, validators, clock) =>
      verifyAgainst(() => ({ anchor }), signedHeader, validators, clock),
    answer,
    options,
  );
}
