/**
 * True if the text has no C0 or C1 control characters. Names and reasons are otherwise opaque to
 * consensus: what looks confusing is judged at the edge, where Unicode tables may differ.
 */
export function isPlainText(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) return false;
  }
  return true;
}
