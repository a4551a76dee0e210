/** Languages that titles and refusals are written in. */
export type Language = 'en' | 'zh';

const LONGEST_HEADER = 200;

/**
 * The language of ours that an Accept-Language header (RFC 9110 §12.5.4) likes best; English when it names
 * none of them. Only the primary subtag counts: zh-Hant-TW is zh.
 */
export function preferredLanguage(header: string | undefined): Language {
  if (header === undefined || header.length > LONGEST_HEADER) return 'en';
  const best = { en: 0, zh: 0 };
  for (const range of header.split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const primary = tag.trim().split('-')[0];
    if (primary !== 'en' && primary !== 'zh') continue;
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.trim().slice(2));
    if (Number.isFinite(quality)) best[primary] = Math.max(best[primary], quality);
  }
  return best.zh > best.en ? 'zh' : 'en';
}
