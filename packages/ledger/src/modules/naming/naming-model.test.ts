import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeHex } from '@touchmark/codec';
import { decodeVersioned, verifyHistory } from '@touchmark/state/proof';
import * as fc from 'fast-check';
import { concatBytes, uint32Bytes } from '../../kernel/key.ts';
import { digestOf, isSecret, NamingModel } from '../../testing/naming-model.ts';
import type { ModelRecord } from '../../testing/naming-model.ts';
import { NO_AUTHORITY } from '../../testing/model-rules.ts';
import { encodeModelAction, randomHistory, signersOf } from '../../testing/random-transactions.ts';
import type { RandomTransaction } from '../../testing/random-transactions.ts';
import { countsUnder } from '../../testing/named-sandbox.ts';
import { openGenesis } from '../../testing/council.ts';
import { Sandbox } from '../../testing/sandbox.ts';
import { readNetworkCounts } from './counts.ts';
import { decodeChanges } from './change-log.ts';
import { describeRecord } from './describe-record.ts';
import { changeRange, recordKey } from './keys.ts';
import { readPrefix, resolveRecord } from './queries.ts';

/** Which of these it is, tests of their own say. */
const NOT_YOU = new Set([
  'NAMING_NOT_PREFIX_HOLDER',
  'NAMING_NOT_RECORD_HOLDER',
  'NAMING_VALUE_NOT_PUBLIC',
  'NAMING_ADMINISTRATION_OVER',
  'NAMING_PRINCIPAL_SUSPENDED',
]);

test('random histories get the codes and the records that the model says', () => {
  const codes = new Map<string, number>();
  fc.assert(
    fc.property(randomHistory, (history) => {
      const sandbox = new Sandbox(undefined, openGenesis());
      const model = new NamingModel();
      for (const block of blocksOf(history)) {
        const results = sandbox.block(
          block.map((each) =>
            sandbox.transaction(signersOf(each), each.actions.map(encodeModelAction)),
          ),
        );
        for (const [index, { author, cosigner, actions }] of block.entries()) {
          const signers = cosigner === undefined ? [author] : [author, cosigner];
          const word = results[index]?.word ?? '';
          const expected = model.transaction(signers, actions, sandbox.timeMs);
          assert.equal(NOT_YOU.has(word) ? NO_AUTHORITY : word, expected);
          codes.set(word, (codes.get(word) ?? 0) + 1);
        }
      }
      checkAgainst(model, sandbox);
    }),
    { numRuns: 300 },
  );
  const naming = [...codes.keys()].filter((code) => code.startsWith('NAMING_'));
  assert.ok((codes.get('OK') ?? 0) > 500, 'the histories must do something');
  assert.ok(
    naming.length >= 32,
    `the histories must meet most refusals, not only ${naming.join()}`,
  );
});

function blocksOf(history: readonly RandomTransaction[]): RandomTransaction[][] {
  const blocks: RandomTransaction[][] = [[]];
  for (const transaction of history) {
    blocks.at(-1)?.push(transaction);
    if (transaction.endsBlock) blocks.push([]);
  }
  return blocks;
}

function checkAgainst(model: NamingModel, sandbox: Sandbox): void {
  const { state } = sandbox;
  const names = state.entries().filter(({ key }) => key[0] === 0x20);
  const known = [...Object.keys(model.prefixes), ...Object.keys(model.records)];
  assert.equal(names.length, known.length, 'nothing else is named');
  let secrets = 0;
  for (const [prefix, { holder }] of Object.entries(model.prefixes)) {
    assert.deepEqual(changesUnder(sandbox, prefix), model.changes[prefix]);
    assert.equal(readPrefix(state, prefix)?.body.holder, holder);
    assert.deepEqual(countsUnder(sandbox, prefix), countsOf(model, prefix));
  }
  for (const [identifier, record] of Object.entries(model.records)) {
    checkRecord(sandbox, identifier, record);
    secrets += record.values.filter(isSecret).length;
  }
  assert.equal(state.entries().filter(({ key }) => key[0] === 0x22).length, secrets);
  checkLogged(sandbox);
  const network = readNetworkCounts(state);
  assert.equal(network.registered, Object.keys(model.records).length);
  assert.equal(network.delegated, Object.keys(model.prefixes).length);
}

/** Whatever the module keeps versions of, the log of the block says that it changed. */
function checkLogged(sandbox: Sandbox): void {
  for (const { key, value } of sandbox.state.entries()) {
    if (![0x20, 0x24, 0x25].includes(key[0] ?? 0)) continue;
    const [name = ''] = String.fromCharCode(...key.subarray(1)).split('\0');
    const [prefix = '', ...suffix] = name.split('/');
    const { height } = decodeVersioned(value);
    const logged = changesUnder(sandbox, prefix, height, height);
    assert.ok(logged.includes(suffix.join('/')), `${name} changed in block ${height}`);
  }
}

/** All that the change log says about a prefix, block by block. */
function changesUnder(
  { state, height }: Sandbox,
  prefix: string,
  first = 0,
  last = height,
): string[] {
  return state.range(changeRange(prefix, first, last)).flatMap(({ key, value }) => {
    const versions = [value];
    for (let { version } = decodeVersioned(value); version > 1; version -= 1) {
      const row = encodeHex(concatBytes(key, uint32Bytes(version - 1)));
      versions.unshift(state.history.get(row) ?? new Uint8Array(0));
    }
    return versions.flatMap(decodeChanges);
  });
}

function countsOf(model: NamingModel, prefix: string) {
  const under = Object.entries(model.records).filter(([name]) => name.startsWith(`${prefix}/`));
  const below = Object.keys(model.prefixes).filter(
    (other) => other.slice(0, other.lastIndexOf('.')) === prefix && other.includes('.'),
  );
  return {
    registered: under.length,
    retired: under.filter(([, { retired }]) => retired).length,
    delegated: below.length,
  };
}

function checkRecord(sandbox: Sandbox, identifier: string, wanted: ModelRecord): void {
  const { state } = sandbox;
  const bytes = resolveRecord(state, identifier)?.bytes;
  assert.ok(bytes !== undefined);
  const record = describeRecord(bytes);
  assert.deepEqual(
    [record.version, record.holder, record.status],
    [wanted.version, wanted.holder, wanted.retired ? 'retired' : 'active'],
  );
  const shown = record.values.map(({ index, data, permissions }) => {
    const plain = data.format === 'text' ? data.value : encodeHex(data.value);
    return { index, data: plain, permissions };
  });
  const expected = wanted.values.map((value) => {
    const { index, data, permissions } = value;
    return { index, data: isSecret(value) ? digestOf(data) : data, permissions };
  });
  assert.deepEqual(shown, expected);
  const older = Array.from({ length: wanted.version - 1 }, (_, back) => {
    const key = concatBytes(recordKey(identifier), uint32Bytes(wanted.version - 1 - back));
    return state.history.get(encodeHex(key)) ?? new Uint8Array(0);
  });
  assert.equal(verifyHistory(bytes, older).length, wanted.version);
}
