import { cborInvalidCases } from './cbor-invalid-cases.ts';
import { cborValidCases } from './cbor-valid-cases.ts';
import { commitHashCases, headerHashCases, listHashCases, voteCases } from './comet-hash-cases.ts';
import {
  signedHeaderInvalidCases,
  signedHeaderValidCases,
  validatorsInvalidCases,
  validatorsValidCases,
} from './comet-transport-cases.ts';
import { genesisInvalidCases } from './genesis-invalid-cases.ts';
import { genesisValidCases } from './genesis-valid-cases.ts';
import {
  canonicalizeInvalidCases,
  canonicalizeValidCases,
  confusableCases,
} from './identifier-edge-cases.ts';
import { identifierInvalidCases, identifierValidCases } from './identifier-canonical-cases.ts';
import { keyProofCases } from './key-proof-cases.ts';
import { transactionInvalidCases } from './transaction-invalid-cases.ts';
import { transactionValidCases } from './transaction-valid-cases.ts';
import { formatVectors } from './vector-files.ts';

const FILES: readonly (readonly [
  name: string,
  description: string,
  cases: () => readonly object[],
])[] = [
  [
    'cbor/valid',
    'Decodes to the value, which encodes to the same bytes. The first ones are RFC 8949, appendix A',
    cborValidCases,
  ],
  ['cbor/invalid', 'Refused, with this code', cborInvalidCases],
  ['identifier/valid', 'Canonical identifiers and their parts', identifierValidCases],
  [
    'identifier/invalid',
    'Not canonical: refused by the ledger, with this code',
    identifierInvalidCases,
  ],
  [
    'identifier/canonicalize-valid',
    'What people and programs write, and its canonical form',
    canonicalizeValidCases,
  ],
  [
    'identifier/canonicalize-invalid',
    'What has no canonical form, with the code',
    canonicalizeInvalidCases,
  ],
  [
    'identifier/confusable',
    'Allowed, and whether people should be warned; never part of consensus',
    confusableCases,
  ],
  ['transaction/valid', 'Well-formed transactions whose signatures hold', transactionValidCases],
  [
    'transaction/invalid',
    'Refused before any signature is looked at, with this code',
    transactionInvalidCases,
  ],
  ['transaction/key-proof', 'Proofs of keys, and whether they hold', keyProofCases],
  ['comet/header-hash', 'CometBFT headers and their hashes', headerHashCases],
  ['comet/vote-sign-bytes', 'CometBFT votes and what a validator signs', voteCases],
  ['comet/commit-hash', 'CometBFT commits and their hashes', commitHashCases],
  [
    'comet/list-hash',
    'The other hashes of a header: validators, transactions, results, parameters, evidence',
    listHashCases,
  ],
  [
    'comet/signed-header-valid',
    'Header and commit as CBOR; the signatures hold',
    signedHeaderValidCases,
  ],
  ['comet/signed-header-invalid', 'Refused, with this code', signedHeaderInvalidCases],
  ['comet/validators-valid', 'Validator sets as CBOR', validatorsValidCases],
  ['comet/validators-invalid', 'Refused, with this code', validatorsInvalidCases],
  ['genesis/valid', 'Genesis files and what they say', genesisValidCases],
  ['genesis/invalid', 'Refused, with this code', genesisInvalidCases],
];

/** Folder and name (without `.json`) and text of each vector file of this package. */
export function generateVectors(): Map<string, string> {
  return new Map(
    FILES.map(([name, description, cases]) => {
      const kind = name.replace('/', '-');
      return [name, formatVectors({ kind, description, cases: cases() })];
    }),
  );
}
