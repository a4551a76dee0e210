import { pick } from './random.ts';

/**
 * The check digit of GS1 keys: weights 3 and 1 from the right (GS1 General Specifications, section
 * 7.9).
 */
export function gs1CheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digits[index]) * weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * A GTIN of 14 digits under a Chinese company prefix (690–699), invented but with a right check
 * digit.
 */
export function gtinOf(companyId: string, model: string): string {
  const company = `69${String(pick(`company ${companyId}`, 100_000)).padStart(5, '0')}`;
  const item = String(pick(`item ${companyId} ${model}`, 100_000)).padStart(5, '0');
  const digits = `0${company}${item}`;
  return digits + gs1CheckDigit(digits);
}
