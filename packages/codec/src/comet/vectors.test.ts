import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyConsensusSignature } from '@touchmark/crypto';
import {
  commitJson,
  commitOf,
  headerJson,
  headerOf,
  upperHex,
  validatorJson,
  validatorOfJson,
  type CommitJson,
  type HeaderJson,
  type ValidatorJson,
} from '../testing/comet-json.ts';
import type { CometInvalidCase } from '../testing/comet-transport-cases.ts';
import { hex, readVectors, unhex } from '../testing/vector-files.ts';
import { commitHash, consensusHash, dataHash, EMPTY_HASH } from './hashes.ts';
import { encodeResult, resultsHash, validatorsHash } from './hashes.ts';
import { headerHash } from './header-hash.ts';
import { parseTimestamp } from './rfc3339.ts';
import { decodeSignedHeader, encodeSignedHeader } from './signed-header-transport.ts';
import { decodeValidators, encodeValidators } from './validators-transport.ts';
import { commitSignBytes, voteSignBytes } from './vote.ts';

interface Named {
  name: string;
  hash: string;
}

for (const each of readVectors<Named & { header: HeaderJson }>('comet/header-hash').cases) {
  test(`header hash: ${each.name}`, () => {
    assert.equal(upperHex(headerHash(headerOf(each.header))), each.hash);
  });
}

interface VoteCase {
  name: string;
  type: number;
  height: string;
  round: number;
  block_id: CommitJson['block_id'];
  timestamp: string;
  chain_id: string;
  signBytes: string;
}

for (const each of readVectors<VoteCase>('comet/vote-sign-bytes').cases) {
  test(`vote: ${each.name}`, () => {
    const { hash, parts } = each.block_id;
    const bytes = voteSignBytes({
      type: each.type,
      chainId: each.chain_id,
      height: Number(each.height),
      round: each.round,
      blockId: { hash: unhex(hash), parts: { total: parts.total, hash: unhex(parts.hash) } },
      timestamp: parseTimestamp(each.timestamp)!,
    });
    assert.equal(hex(bytes), each.signBytes);
  });
}

for (const each of readVectors<Named & { commit: CommitJson }>('comet/commit-hash').cases) {
  test(`commit hash: ${each.name}`, () => {
    assert.equal(upperHex(commitHash(commitOf(each.commit))), each.hash);
  });
}

interface ResultJson {
  code: number;
  data: string;
  gas_wanted: string;
  gas_used: string;
  encoded: string;
}

type ListCase = Named &
  (
    | { of: 'validators'; items: ValidatorJson[] }
    | { of: 'transactions'; items: string[] }
    | { of: 'results'; items: ResultJson[] }
    | { of: 'consensus'; items: [{ max_bytes: string; max_gas: string }] }
    | { of: 'evidence'; items: [] }
  );

function hashOf(list: ListCase): Uint8Array {
  switch (list.of) {
    case 'validators':
      return validatorsHash(list.items.map(validatorOfJson));
    case 'transactions':
      return dataHash(list.items.map(unhex));
    case 'consensus': {
      const [{ max_bytes: maxBytes, max_gas: maxGas }] = list.items;
      return consensusHash({ block: { maxBytes: BigInt(maxBytes), maxGas: BigInt(maxGas) } });
    }
    case 'results': {
      const results = list.items.map((item) => ({
        code: item.code,
        data: unhex(item.data),
        gasWanted: BigInt(item.gas_wanted),
        gasUsed: BigInt(item.gas_used),
      }));
      const encoded = results.map((result) => hex(encodeResult(result)));
      assert.deepEqual(
        encoded,
        list.items.map((item) => item.encoded),
      );
      return resultsHash(results);
    }
    default:
      return EMPTY_HASH;
  }
}

for (const each of readVectors<ListCase>('comet/list-hash').cases) {
  test(`hash of ${each.name}`, () => {
    assert.equal(upperHex(hashOf(each)), each.hash);
  });
}

interface SignedHeaderCase {
  name: string;
  cbor: string;
  header: HeaderJson;
  commit: CommitJson;
  hash: string;
  signBytes: (string | null)[];
  validators: string[];
}

for (const each of readVectors<SignedHeaderCase>('comet/signed-header-valid').cases) {
  test(`signed header: ${each.name}`, () => {
    const { header, commit } = decodeSignedHeader(unhex(each.cbor));
    assert.deepEqual(headerJson(header), each.header);
    assert.deepEqual(commitJson(commit), each.commit);
    const fromJson = { header: headerOf(each.header), commit: commitOf(each.commit) };
    assert.equal(hex(encodeSignedHeader(fromJson)), each.cbor);
    assert.equal(upperHex(headerHash(header)), each.hash);
    for (const [index, sig] of commit.signatures.entries()) {
      if (sig.flag === 1) continue;
      const message = commitSignBytes(header.chainId, commit, index);
      assert.equal(hex(message), each.signBytes[index]);
      const publicKey = unhex(each.validators[index] ?? '');
      assert.ok(verifyConsensusSignature(publicKey, message, sig.signature));
    }
  });
}

interface ValidatorsCase {
  name: string;
  cbor: string;
  validators: ValidatorJson[];
  hash: string;
}

for (const each of readVectors<ValidatorsCase>('comet/validators-valid').cases) {
  test(`validators: ${each.name}`, () => {
    const set = decodeValidators(unhex(each.cbor));
    assert.deepEqual(set.map(validatorJson), each.validators);
    assert.equal(hex(encodeValidators(each.validators.map(validatorOfJson))), each.cbor);
    assert.equal(upperHex(validatorsHash(set)), each.hash);
  });
}

const REFUSALS: [file: string, decode: (bytes: Uint8Array) => unknown][] = [
  ['comet/signed-header-invalid', decodeSignedHeader],
  ['comet/validators-invalid', decodeValidators],
];
for (const [file, decode] of REFUSALS) {
  for (const each of readVectors<CometInvalidCase>(file).cases) {
    test(`${file}, ${each.code}: ${each.name}`, () => {
      assert.throws(() => decode(unhex(each.cbor)), { name: 'CometError', code: each.code });
    });
  }
}
