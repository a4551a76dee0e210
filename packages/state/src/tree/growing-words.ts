/** Returns `words` itself if it has room for `needed`, else a longer copy. */
export function withRoom(words: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (needed <= words.length) return words;
  const grown = new Int32Array(Math.max(needed, words.length * 2));
  grown.set(words);
  return grown;
}
