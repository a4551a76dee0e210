const WIDTH = 100;

const isSpread = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;
const isPlain = (value: unknown): boolean => !isSpread(value);

/** JSON as the repository's formatter writes it: short lists of plain values on one line, the rest spread out. */
export function jsonText(value: unknown, indent = '', used = 0): string {
  if (!isSpread(value)) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    // A comma may follow.
    if (value.every(isPlain) && used + line.length + 1 <= WIDTH) return line;
    const items = value.map((item) => `${deeper}${jsonText(item, deeper, deeper.length)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([name, item]) => {
    const start = `${deeper}${JSON.stringify(name)}: `;
    return `${start}${jsonText(item, deeper, start.length)}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
