import { inChinese } from '../errors/chinese.ts';
import type { Subject } from './subject.ts';

/** What is the matter, of an error that ended a look. */
export function detailOf({ language }: Pick<Subject, 'language'>, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return language === 'zh' ? inChinese(code, message, error) : message;
}
