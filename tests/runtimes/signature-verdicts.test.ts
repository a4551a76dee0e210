import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVectors, vectorFilesOfKind } from '../../packages/crypto/src/testing/vector-files.ts';
import type {
  PublicKeyCase,
  SignatureCase,
} from '../../packages/crypto/src/testing/vector-files.ts';
import { judge, RUNTIMES } from './runtimes.ts';

interface Judgement {
  version: string;
  verifier: string;
  verdicts: Record<string, boolean>;
}

function documentedVerdicts(): Record<string, boolean> {
  const verdicts: Record<string, boolean> = {};
  for (const file of vectorFilesOfKind('signature')) {
    for (const { name, transaction, consensus } of readVectors<SignatureCase>(file).cases) {
      verdicts[`${file}, ${name}, transaction`] = transaction;
      if (consensus !== undefined) verdicts[`${file}, ${name}, consensus`] = consensus;
    }
  }
  for (const { algorithm, name, acceptable } of readVectors<PublicKeyCase>('public-keys').cases) {
    verdicts[`public-keys, ${algorithm} ${name}`] = acceptable;
  }
  return verdicts;
}

const builds = [
  { name: 'the code for Node', flags: [], verifier: 'libsodium (sodium-native)' },
  { name: 'the code for browsers', flags: ['--conditions=browser'], verifier: '@noble/curves' },
];

for (const runtime of RUNTIMES) {
  for (const build of builds) {
    test(`${runtime.name}, ${build.name}: every verdict is the documented one`, () => {
      const judgement = judge<Judgement>(runtime, 'judge-vectors.ts', ...build.flags);
      assert.match(judgement.version, runtime.version);
      assert.equal(judgement.verifier, build.verifier);
      const documented = documentedVerdicts();
      assert.ok(Object.keys(documented).length > 1300);
      assert.deepEqual(judgement.verdicts, documented);
    });
  }
}
