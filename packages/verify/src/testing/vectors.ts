import { answerInvalidCases } from './answer-invalid-cases.ts';
import { answerValidCases, vectorGeneses } from './answer-valid-cases.ts';
import { backwardsCases, conflictCases, pathCases } from './light-path-cases.ts';
import { stepCases, walkCases } from './light-step-cases.ts';
import { receiptInvalidCases, receiptValidCases } from './receipt-cases.ts';

export const VECTORS_FOLDER = new URL('../../../../spec/vectors/', import.meta.url);

const FILES: readonly (readonly [
  name: string,
  description: string,
  cases: () => Promise<object[]>,
])[] = [
  ['answer/valid', 'Answers that hold, and what they prove', answerValidCases],
  ['answer/invalid', 'Answers that are refused, with this code', answerInvalidCases],
  ['answer/receipt-valid', 'Receipts that hold, and what they prove', receiptValidCases],
  ['answer/receipt-invalid', 'Receipts that are refused, with this code', receiptInvalidCases],
  ['light/step', 'One light block from what is trusted, and what comes of it', stepCases],
  ['light/walk', 'What a walk asks for, what it is given, and where it ends', walkCases],
  ['light/backwards', 'A header and the one that should be the one before', backwardsCases],
  ['light/path', 'Trust paths, and a header that is to be believed by them', pathCases],
  ['light/conflict', 'Two headers of one height: what happened, and who did it', conflictCases],
];

/**
 * One case a line, so that a change of one case is a change of one line; text outside ASCII
 * escaped.
 */
function format(head: Record<string, unknown>, cases: readonly object[]): string {
  const fields = Object.entries(head).map(
    ([key, value]) => `  "${key}": ${JSON.stringify(value)},`,
  );
  const lines = cases.map((each) => `    ${JSON.stringify(each)}`);
  const text = `{\n${fields.join('\n')}\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
  return text.replaceAll(/[^ -~\n]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Folder and name (without `.json`) and text of each vector file of this package. */
export async function generateVectors(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const geneses = await vectorGeneses();
  files.set(
    'answer/genesis',
    format(
      { kind: 'answer-genesis', description: 'Genesis files by their SHA-256' },
      Object.entries(geneses).map(([hash, genesis]) => ({ hash, genesis })),
    ),
  );
  for (const [name, description, cases] of FILES) {
    const kind = name.replace('/', '-');
    files.set(name, format({ kind, description }, await cases()));
  }
  return files;
}
