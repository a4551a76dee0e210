import { encodeHex } from '@touchmark/codec';
import type {
  VerifiedChangesAnswer,
  VerifiedEntriesAnswer,
  VerifiedFollowAnswer,
  VerifiedLifeAnswer,
} from '@touchmark/verify';
import { isoTime } from './plain.ts';
import { recordJson, vouchedJson } from './record-json.ts';

/** Every version of a record, newest first. */
export function lifeJson(answer: VerifiedLifeAnswer): object {
  return {
    identifier: answer.query.identifier,
    versions: answer.versions.map(recordJson),
    verified: vouchedJson(answer),
  };
}

/** Each step over aliases, and what is at the end. */
export function followJson(answer: VerifiedFollowAnswer): object {
  const { outcome, identifier, steps } = answer;
  return {
    asked: answer.query.identifier,
    identifier,
    status: outcome,
    steps: steps.map(recordJson),
    verified: vouchedJson(answer),
  };
}

/** What changed, over as many answers as it took. */
export function changesJson(answers: readonly VerifiedChangesAnswer[]): object {
  const [first] = answers;
  const last = answers.at(-1);
  if (first === undefined || last === undefined) return {};
  return {
    prefix: first.query.prefix,
    complete: { from: first.complete.from, to: last.complete.to },
    blocks: answers.flatMap(({ blocks }) =>
      blocks.map(({ height, timeMs, suffixes }) => ({
        block: height,
        time: isoTime(timeMs),
        changed: suffixes.filter((suffix) => suffix !== ''),
        prefixItself: suffixes.includes(''),
      })),
    ),
    verified: vouchedJson(last),
  };
}

/** Entries of the state in hexadecimal. */
export function entriesJson(answer: VerifiedEntriesAnswer): object {
  const { complete } = answer;
  return {
    entries: answer.entries.map(({ key, value }) => ({
      key: encodeHex(key),
      value: encodeHex(value),
    })),
    complete: {
      start: encodeHex(complete.start),
      last: complete.last === null ? null : encodeHex(complete.last),
    },
    verified: vouchedJson(answer),
  };
}
