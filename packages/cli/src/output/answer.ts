import type { VerifiedAnswer } from '@touchmark/verify';
import { changesJson, entriesJson, followJson, lifeJson } from './history-json.ts';
import { changesText, entriesText, followText, lifeText } from './history-text.ts';
import { listJson, recordAnswerJson } from './record-json.ts';
import { listText, type Manner, recordAnswerText } from './record-text.ts';

/** A proven answer of any kind. */
export function answerJson(answer: VerifiedAnswer): object {
  switch (answer.status) {
    case 'list':
      return listJson([answer], answer.query.prefix);
    case 'life':
      return lifeJson(answer);
    case 'follow':
      return followJson(answer);
    case 'changes':
      return changesJson([answer]);
    case 'entries':
      return entriesJson(answer);
    default:
      return recordAnswerJson(answer);
  }
}

/** A proven answer of any kind, for people. */
export function answerText(answer: VerifiedAnswer, manner: Manner): string {
  switch (answer.status) {
    case 'list':
      return listText([answer], manner);
    case 'life':
      return lifeText(answer, manner);
    case 'follow':
      return followText(answer, manner);
    case 'changes':
      return changesText([answer], manner);
    case 'entries':
      return entriesText(answer, manner);
    default:
      return recordAnswerText(answer, manner);
  }
}
