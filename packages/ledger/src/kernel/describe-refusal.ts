import { encodeHex } from '@touchmark/codec';
import type { Details, DetailValue } from './refusal.ts';
import type { Registry } from './registry.ts';

export type Language = 'en' | 'zh';

const DONE: Readonly<Record<Language, string>> = { en: 'Done.', zh: '已完成。' };

const UNKNOWN: Readonly<Record<Language, string>> = {
  en: 'Refused with the code {code}, which this version does not know. Update the software to read it.',
  zh: '已被拒绝，代码为 {code}，当前版本无法识别。请升级软件后查看。',
};

/**
 * Words for people: what happened and what to do. Never hashed, so they may be improved at any
 * time.
 */
export function describeRefusal(
  registry: Registry,
  code: string,
  details: Details,
  language: Language,
): string {
  if (code === 'OK') return DONE[language];
  const definition = registry.errors.get(code);
  if (definition === undefined) return fill(UNKNOWN[language], { code });
  return fill(definition[language], withWords(registry, details, language));
}

/** A refusal for the sake of another one says of that only its code: its words, as far as they go without numbers. */
function withWords({ errors }: Registry, details: Details, language: Language): Details {
  const { reason } = details;
  if (typeof reason !== 'string') return details;
  const known = errors.get(reason);
  if (known === undefined) return details;
  const words = fill(known[language], {}, '…').replace(/[.。]$/, '');
  return { ...details, reason: language === 'zh' ? `${reason}：${words}` : `${reason}: ${words}` };
}

function fill(words: string, details: Details, unknown = '?'): string {
  return words.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(details, name) ? show(details[name]!) : unknown,
  );
}

function show(value: DetailValue): string {
  return value instanceof Uint8Array ? encodeHex(value) : String(value);
}
