import { resolve } from 'node:path';
import { configurationReference } from '../config/document.ts';
import { apiDocument } from './api-document.ts';
import { httpReference } from './http-reference.ts';
import { jsonText } from './json-text.ts';

const root = resolve(import.meta.dirname, '../../../..');

/** Files that are made from the code of this package, with the text they must have. */
export async function generatedFiles(): Promise<{ file: string; text: string }[]> {
  const document = await apiDocument();
  return [
    {
      file: resolve(root, 'packages/node/openapi.json'),
      text: `${jsonText(document)}\n`,
    },
    { file: resolve(root, 'docs/http.md'), text: httpReference(document) },
    { file: resolve(root, 'docs/configuration.md'), text: configurationReference() },
  ];
}
