import { cborInvalidCases } from './cbor-invalid-cases.ts';
import { cborValidCases } from './cbor-valid-cases.ts';
import { formatVectors } from './vector-files.ts';

/** Folder and name (without `.json`) and text of each vector file of this package. */
export function generateVectors(): Map<string, string> {
  const files = new Map<string, string>();
  const add = (name: string, kind: string, description: string, cases: readonly object[]): void => {
    files.set(name, formatVectors({ kind, description, cases }));
  };
  add(
    'cbor/valid',
    'cbor-valid',
    'Decodes to the value; encoding the value gives the same bytes. The first ones are RFC 8949 appendix A',
    cborValidCases(),
  );
  add('cbor/invalid', 'cbor-invalid', 'Refused, with this code', cborInvalidCases());
  return files;
}
