import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyConsensusSignature } from '@touchmark/crypto';
import { equalBytes } from '../cbor/compare.ts';
import { CodecError } from '../codec-error.ts';
import { sample, validators } from '../testing/comet-transport-cases.ts';
import { signedHeader, testHeader, testValidators } from '../testing/comet-chain.ts';
import { validatorsHash } from './hashes.ts';
import { headerHash } from './header-hash.ts';
import { decodeSignedHeader, encodeSignedHeader } from './signed-header-transport.ts';
import { decodeValidators, encodeValidators, sortValidators } from './validators-transport.ts';
import { validatorOf, type SignedHeader } from './types.ts';
import { commitSignBytes } from './vote.ts';

/** Every check a verifier that believes nothing can make of a signed header alone. */
function holds({ header, commit }: SignedHeader): boolean {
  if (commit.height !== header.height) return false;
  if (!equalBytes(commit.blockId.hash, headerHash(header))) return false;
  if (commit.signatures.length !== validators.length) return false;
  return commit.signatures.every((sig, index) => {
    const { publicKey, address } = validators[index]!;
    // A validator's absence is nobody's statement: only the count of those present is checked.
    if (sig.flag === 1) return index === 1;
    const message = commitSignBytes(header.chainId, commit, index);
    return (
      equalBytes(sig.validatorAddress, address) &&
      verifyConsensusSignature(publicKey, message, sig.signature)
    );
  });
}

test('no bit of a signed header can change unnoticed', () => {
  const bytes = encodeSignedHeader(sample);
  assert.equal(holds(decodeSignedHeader(bytes)), true);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = bytes.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    let verdict = false;
    try {
      verdict = holds(decodeSignedHeader(changed));
    } catch (error) {
      assert.ok(error instanceof CodecError, String(error));
    }
    assert.equal(verdict, false, `bit ${bit} of byte ${bit >> 3}`);
  }
});

test('no bit of a validator set can change without changing its hash', () => {
  const bytes = encodeValidators(validators);
  const hash = validatorsHash(validators);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = bytes.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    try {
      assert.equal(equalBytes(validatorsHash(decodeValidators(changed)), hash), false);
    } catch (error) {
      assert.ok(error instanceof CodecError, String(error));
    }
  }
});

test('sorting gives consensus order, whatever the order before', () => {
  const set = testValidators([5n, 5n, 5n, 1n, 9n]);
  for (let turn = 0; turn < set.length; turn += 1) {
    assert.deepEqual(sortValidators([...set.slice(turn), ...set.slice(0, turn)]), set);
  }
});

test('what cannot be read back is not encoded', () => {
  const [first] = validators;
  assert.throws(() => encodeValidators([]), { code: 'COMET_VALIDATOR' });
  assert.throws(() => encodeValidators([first!, first!]), { code: 'COMET_VALIDATOR_ORDER' });
  const weak = validatorOf(first!.publicKey, 0n);
  assert.throws(() => encodeValidators([weak]), { code: 'COMET_VALIDATOR' });
  const header = testHeader(validators, { time: { seconds: 0n, nanos: -1 } });
  const signed = { ...sample, header };
  assert.throws(() => encodeSignedHeader(signed), { code: 'COMET_TIME' });
  const one = testValidators([1n]);
  const chainless = {
    ...signedHeader(testHeader(one), one, [2]),
    header: testHeader(one, { chainId: '' }),
  };
  assert.throws(() => encodeSignedHeader(chainless), { code: 'COMET_CHAIN_ID' });
});
