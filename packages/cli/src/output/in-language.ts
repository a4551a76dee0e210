import type { Language } from './language.ts';

/** What is said to people, in the language that they read. Both stand where it is said. */
export function inLanguage(
  { language }: { readonly language: Language },
  en: string,
  zh: string,
): string {
  return language === 'zh' ? zh : en;
}
