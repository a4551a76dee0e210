import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';

/** GB 32100: digits and capitals without I, O, S, V and Z; the place is the value. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_LENGTH = 18;
const LEI_LENGTH = 20;
const DIGIT_ZERO = 48;
const LETTER_A = 65;

/** True for a unified social credit code (统一社会信用代码) whose check character fits. */
export function isCreditCode(code: string): boolean {
  if (code.length !== CREDIT_LENGTH || !/^[0-9A-Z]{2}\d{6}/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (let place = 0; place < CREDIT_LENGTH - 1; place += 1) {
    const value = CREDIT_ALPHABET.indexOf(code.charAt(place));
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31) === code.charAt(CREDIT_LENGTH - 1);
}

/** True for an LEI (ISO 17442) whose check digits fit: modulo 97 it is 1, A counting as 10. */
export function isLei(code: string): boolean {
  if (code.length !== LEI_LENGTH || !/^[0-9A-Z]{18}\d\d$/.test(code)) return false;
  let rest = 0;
  for (let place = 0; place < LEI_LENGTH; place += 1) {
    const unit = code.charCodeAt(place);
    const isLetter = unit >= LETTER_A;
    const value = isLetter ? unit - LETTER_A + 10 : unit - DIGIT_ZERO;
    rest = (rest * (isLetter ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Codes of registers that say who an organization is; empty: none is given. */
export interface Codes {
  readonly creditCode: string;
  readonly lei: string;
}

export function refuseCodes({ creditCode, lei }: Codes): Refusal | undefined {
  if (creditCode !== '' && !isCreditCode(creditCode)) {
    return refuse('ORGANIZATIONS_CREDIT_CODE_INVALID', { code: creditCode });
  }
  if (lei !== '' && !isLei(lei)) return refuse('ORGANIZATIONS_LEI_INVALID', { code: lei });
  return undefined;
}
