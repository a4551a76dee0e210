import { cborInvalidCases } from './cbor-invalid-cases.ts';
import { cborValidCases } from './cbor-valid-cases.ts';
import {
  canonicalizeInvalidCases,
  canonicalizeValidCases,
  confusableCases,
} from './identifier-edge-cases.ts';
import { identifierInvalidCases, identifierValidCases } from './identifier-canonical-cases.ts';
import { transactionInvalidCases } from './transaction-invalid-cases.ts';
import { transactionValidCases } from './transaction-valid-cases.ts';
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
  add(
    'identifier/valid',
    'identifier-valid',
    'Canonical identifiers and their parts',
    identifierValidCases(),
  );
  add(
    'identifier/invalid',
    'identifier-invalid',
    'Not canonical: refused by the ledger, with this code',
    identifierInvalidCases(),
  );
  add(
    'identifier/canonicalize-valid',
    'canonicalize-valid',
    'What people and programs write, and its canonical form',
    canonicalizeValidCases(),
  );
  add(
    'identifier/canonicalize-invalid',
    'canonicalize-invalid',
    'What has no canonical form, with the code',
    canonicalizeInvalidCases(),
  );
  add(
    'identifier/confusable',
    'confusable',
    'Allowed, and whether people should be warned; never part of consensus',
    confusableCases(),
  );
  add(
    'transaction/valid',
    'transaction-valid',
    'Well-formed transactions whose signatures hold',
    transactionValidCases(),
  );
  add(
    'transaction/invalid',
    'transaction-invalid',
    'Refused before any signature is looked at, with this code',
    transactionInvalidCases(),
  );
  return files;
}
