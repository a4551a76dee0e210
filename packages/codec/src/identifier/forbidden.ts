/**
 * Code points that no identifier may hold, encoded or not: controls, direction controls, characters
 * that show nothing, and noncharacters. A frozen list (spec/identifier.md §4), not a Unicode
 * property of the runtime: every node must give the same verdict whatever Unicode version it ships.
 */
const FORBIDDEN: readonly (readonly [first: number, last: number])[] = [
  [0x0000, 0x001f],
  [0x007f, 0x009f],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xffff],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

export function isForbiddenCodePoint(codePoint: number): boolean {
  // The last two code points of each of the 17 planes are noncharacters.
  if ((codePoint & 0xfffe) === 0xfffe) return true;
  return FORBIDDEN.some(([first, last]) => codePoint >= first && codePoint <= last);
}
