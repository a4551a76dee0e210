import { percentDecode } from './canonicalize.ts';

const SCRIPTS = {
  Latin: /\p{Script=Latin}/u,
  Greek: /\p{Script=Greek}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Armenian: /\p{Script=Armenian}/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Arabic: /\p{Script=Arabic}/u,
  Cherokee: /\p{Script=Cherokee}/u,
  Han: /\p{Script=Han}/u,
  Hangul: /\p{Script=Hangul}/u,
  Kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
} as const;

/** Scripts that are written together every day (UTS #39, "highly restrictive"). */
const EAST_ASIAN: ReadonlySet<string> = new Set(['Latin', 'Han', 'Hangul', 'Kana']);

/** Letters outside Latin that are drawn like Latin ones. */
const LOOKS_LATIN = /^[аеорсухіјѕһԁԛԝмтвкнгАВЕКМНОРСТУХІЈЅԌԚԜαορνικτυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]+$/u;

/**
 * Why people may take this identifier for another one, or undefined. A warning, never a verdict: it
 * uses the runtime's Unicode tables, and what it warns of is allowed. Takes any form, canonical or
 * not.
 */
export function confusableWarning(text: string): string | undefined {
  const shown = decodeLeniently(text).normalize('NFC');
  if (/^[\x20-\x7e]*$/.test(shown)) return undefined;
  const found = Object.entries(SCRIPTS)
    .filter(([, script]) => script.test(shown))
    .map(([name]) => name);
  if (found.length > 1 && !found.every((name) => EAST_ASIAN.has(name))) {
    return `mixes letters of ${found.join(' and ')}, which can look alike`;
  }
  const words = shown.match(/[\p{Letter}\p{Mark}]+/gu) ?? [];
  if (words.some((word) => LOOKS_LATIN.test(word))) {
    return `has ${found.join(' and ')} letters that look like Latin ones`;
  }
  if (shown.normalize('NFKC') !== shown) {
    return 'has compatibility characters (full-width, ligature, superscript …) that look like plain ones';
  }
  if (/(?![0-9])\p{Decimal_Number}/u.test(shown)) return 'has digits other than 0-9';
  if (/[\p{Separator}]/u.test(shown.replaceAll(' ', ''))) return 'has unusual spaces';
  return undefined;
}

function decodeLeniently(text: string): string {
  try {
    return percentDecode(text);
  } catch {
    return text;
  }
}
