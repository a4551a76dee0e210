import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeAnswer } from '@touchmark/verify';
import * as fc from 'fast-check';
import { AnswerText } from './answer-text.ts';

const bytesUpTo = (maxLength: number) => fc.uint8Array({ maxLength, size: 'max' });

test('the quick answer is byte for byte what the verifier defines', () => {
  const text = new AnswerText();
  const head = fc.record({ signedHeader: bytesUpTo(900), validators: bytesUpTo(300) });
  const lengths = fc.constantFrom(0, 23, 24, 255, 256, 65_535, 65_536);
  const envelope = fc.option(
    fc.oneof(
      bytesUpTo(400),
      lengths.map((length) => new Uint8Array(length).fill(length)),
    ),
  );
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9]{1,100}$/),
      fc.stringMatching(/^[A-Za-z0-9]{1,255}$/),
      envelope,
      bytesUpTo(1_100),
      head,
      (prefix, suffix, current, proof, parts) => {
        const chainHead = {
          chainId: 'x',
          height: 1,
          root: new Uint8Array(32),
          timeMs: 0,
          ...parts,
        };
        const identifier = `${prefix.slice(0, 32)}/${suffix}`;
        const expected = encodeAnswer({
          query: { kind: 'record', identifier },
          result: { kind: 'record', current, older: [] },
          proof,
          ...parts,
        });
        const quick = text.make(identifier, current ?? undefined, proof, chainHead);
        assert.equal(Buffer.compare(Buffer.from(quick, 'latin1'), expected), 0);
      },
    ),
    { numRuns: 300 },
  );
});
