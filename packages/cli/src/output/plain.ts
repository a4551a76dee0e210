/**
 * Controls, format marks (also those that reverse what is read) and separators that break lines.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Text from the ledger, safe to show: anybody can register control sequences that would move the
 * cursor, and marks that reverse what is read. They are shown as \u{…}.
 */
export function plain(text: string): string {
  return text.replace(
    UNSAFE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** `2026-09-28 08:30:00 UTC` of milliseconds since 1970. */
export function timeText(timeMs: number): string {
  return `${isoTime(timeMs).slice(0, 19).replace('T', ' ')} UTC`;
}

/** RFC 3339, as in JSON. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
