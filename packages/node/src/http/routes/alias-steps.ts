import { decodeVersioned } from '@touchmark/state/proof';
import { aliasOf, decodeAnswer, decodeRecordBody } from '@touchmark/verify';

/** The records of an answer that follows aliases, each with its identifier. */
export function aliasSteps(
  answer: Uint8Array,
  asked: string,
): { identifier: string; envelope: Uint8Array }[] {
  const { result } = decodeAnswer(answer);
  const steps: { identifier: string; envelope: Uint8Array }[] = [];
  let identifier: string | undefined = asked;
  for (const envelope of result.kind === 'follow' ? result.steps : []) {
    if (envelope === null || identifier === undefined) break;
    steps.push({ identifier, envelope });
    identifier = aliasOf(decodeRecordBody(decodeVersioned(envelope).body));
  }
  return steps;
}
