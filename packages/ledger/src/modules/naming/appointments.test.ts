import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  administeredSandbox,
  appoint,
  dismiss,
  registerSpare,
} from '../../testing/authority-refusals.ts';
import { sandboxWithItem } from '../../testing/named-sandbox.ts';
import type { Sandbox } from '../../testing/sandbox.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { readAdministration } from './administration.ts';
import { encodeTransferPrefix } from './transfer-prefix.ts';

const PREFIX = '88.118.8';
const OVER = 'NAMING_ADMINISTRATION_OVER';
let spares = 0;

/** What a registration by an organization gets, under another name each time. */
function acting(sandbox: Sandbox, author: string): string {
  spares += 1;
  return sandbox.submit(author, registerSpare(`spare-${spares}`)).word;
}

function transfer(sandbox: Sandbox, expectedVersion: number, from: string, to: string): void {
  const move = encodeTransferPrefix({ prefix: PREFIX, expectedVersion, to });
  assert.equal(sandbox.submitAll([from, to], move).word, 'OK');
}

test('a prefix that comes back to an old holder brings none of its administrators back', () => {
  const sandbox = administeredSandbox();
  transfer(sandbox, 1, 'maker', 'top');
  transfer(sandbox, 2, 'top', 'maker');
  for (const id of ['second', 'top']) assert.equal(acting(sandbox, id), OVER);
  sandbox.must('maker', appoint('second'));
  assert.equal(acting(sandbox, 'second'), 'OK');
  assert.equal(acting(sandbox, 'top'), OVER, 'what second gave in the first tenure stays over');
  sandbox.must('second', appoint('top'));
  assert.equal(acting(sandbox, 'top'), 'OK');
});

test('whoever is dismissed and appointed again has to appoint again as well', () => {
  const sandbox = administeredSandbox();
  sandbox.must('top', appoint('stranger'));
  sandbox.must('maker', dismiss('second'));
  sandbox.must('maker', appoint('second'));
  for (const id of ['top', 'stranger']) assert.equal(acting(sandbox, id), OVER);
  sandbox.must('second', appoint('top'));
  assert.equal(acting(sandbox, 'top'), 'OK');
  assert.equal(acting(sandbox, 'stranger'), OVER, 'top gave it by an appointment that is over');
});

test('an end that is put off in time changes nothing below; one that was reached ends it', () => {
  const sandbox = sandboxWithItem();
  const until = (ms: number) => ({ untilMs: sandbox.timeMs + ms });
  sandbox.must('maker', appoint('second', until(10_000)));
  sandbox.must('second', appoint('top'));
  sandbox.must('maker', appoint('second', until(10_000)));
  assert.equal(acting(sandbox, 'top'), 'OK');
  sandbox.pass(20_000);
  sandbox.must('maker', appoint('second'));
  assert.equal(acting(sandbox, 'second'), 'OK');
  assert.equal(acting(sandbox, 'top'), OVER);
});

test('a suspension ends nothing: who is appointed anew meanwhile keeps those below', () => {
  const sandbox = administeredSandbox();
  sandbox.must('top', appoint('stranger'));
  sandbox.must('admin', encodeSuspend({ id: 'second', reason: 'unpaid' }));
  assert.equal(acting(sandbox, 'stranger'), 'NAMING_PRINCIPAL_SUSPENDED');
  sandbox.must('maker', appoint('top'));
  assert.equal(
    acting(sandbox, 'stranger'),
    'OK',
    'its appointment is by top, and that is the same',
  );
});

test('the right to delegate, once taken away, takes what was delegated with it for good', () => {
  const sandbox = administeredSandbox();
  sandbox.must('maker', appoint('second', { mayDelegate: 'no' }));
  assert.equal(acting(sandbox, 'top'), OVER);
  sandbox.must('maker', appoint('second', { mayDelegate: 'yes' }));
  assert.equal(acting(sandbox, 'top'), OVER);
});

test('the state says in which tenure, which appointment, and by which other one', () => {
  const sandbox = administeredSandbox();
  transfer(sandbox, 1, 'maker', 'top');
  transfer(sandbox, 2, 'top', 'maker');
  sandbox.must('maker', appoint('second'));
  sandbox.must('second', appoint('stranger'));
  const placeOf = (id: string) => {
    const given = readAdministration(sandbox.state, PREFIX, id)?.body;
    return [given?.tenure, given?.number, given?.by];
  };
  assert.deepEqual(placeOf('second'), [3, 2, null]);
  assert.deepEqual(placeOf('stranger'), [3, 1, { prefix: PREFIX, number: 2 }]);
});

test('nobody dismisses its peers or those above; all above dismiss whoever is below', () => {
  const sandbox = administeredSandbox();
  sandbox.must('top', appoint('stranger'));
  const byPeer = sandbox.submit('stranger', dismiss('top'));
  assert.deepEqual(
    [byPeer.word, byPeer.details['grantor']],
    ['NAMING_ADMINISTRATION_NOT_BELOW', 'second'],
  );
  assert.equal(sandbox.submit('top', dismiss('second')).word, 'NAMING_ADMINISTRATION_NOT_BELOW');
  assert.equal(sandbox.submit('admin', dismiss('top')).word, 'NAMING_NOT_PREFIX_HOLDER');
  sandbox.must('admin', encodeSuspend({ id: 'top', reason: 'unpaid' }));
  sandbox.must('second', dismiss('stranger'));
  sandbox.must('maker', dismiss('top'));
});
