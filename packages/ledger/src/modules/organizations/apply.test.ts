import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APPLICATIONS_OF_SPONSOR, APPLICATIONS_OF_STRANGERS } from '../../limits.ts';
import { application, fillWithStrangers } from '../../testing/applicants.ts';
import { DAY_MS } from '../../testing/council.ts';
import { Sandbox } from '../../testing/sandbox.ts';
import { listApplications, readApplication } from './application.ts';
import { encodeAddKey } from './add-key.ts';
import { encodeDecline } from './decline.ts';
import { testKey } from '../../testing/sandbox.ts';

const FULL = APPLICATIONS_OF_STRANGERS;

test('strangers who fill their part of the list keep out strangers alone', () => {
  const sandbox = new Sandbox();
  const words = fillWithStrangers(sandbox, FULL + 3).map(({ word }) => word);
  assert.deepEqual(words.slice(FULL), Array(3).fill('ORGANIZATIONS_SPONSOR_NEEDED'));
  assert.equal(sandbox.submit('maker', application('honest', 'honest')).word, 'OK');
  const waiting = readApplication(sandbox.state, 'honest', sandbox.timeMs);
  assert.equal(waiting?.sponsor, 'maker');
  const again = application('stranger-0', 'stranger-0', { statement: 'again' });
  assert.equal(sandbox.submit('stranger-0', again).word, 'OK', 'its own is replaced all the same');
  sandbox.must('admin', encodeDecline({ id: 'stranger-0', reason: 'unknown' }));
  assert.equal(sandbox.submit('late', application('late', 'late')).word, 'OK');
  sandbox.timeMs += 14 * DAY_MS;
  sandbox.must('new', application('new', 'new'));
  assert.equal(listApplications(sandbox.state).length, 1, 'what is over makes room for strangers');
});

test('an id that a stranger has taken is a sponsor’s to take; not the other way round', () => {
  const sandbox = new Sandbox();
  sandbox.must('squatter', application('acme', 'squatter'));
  assert.equal(
    sandbox.submit('acme', application('acme', 'acme')).word,
    'ORGANIZATIONS_APPLICATION_EXISTS',
  );
  sandbox.must('maker', application('acme', 'acme'));
  for (const other of ['squatter', 'acme', 'top']) {
    const key = other === 'top' ? 'acme' : other;
    const { word } = sandbox.submit(other, application('acme', key));
    assert.equal(word, 'ORGANIZATIONS_APPLICATION_EXISTS', other);
  }
  const keys = encodeAddKey({ id: 'maker', ...testKey('maker 2') });
  sandbox.must('maker', keys);
  const changed = application('acme', 'acme', { statement: 'by another key of the sponsor' });
  const by = sandbox.transaction([testKey('maker 2')], [changed]);
  assert.equal(sandbox.block([by])[0]!.word, 'OK');
});

test('a sponsor has so many at a time; those decided or taken over by others make room', () => {
  const sandbox = new Sandbox();
  const ids = Array.from({ length: APPLICATIONS_OF_SPONSOR }, (_, place) => `new-${place}`);
  sandbox.must('maker', ...ids.map((id) => application(id, id)));
  sandbox.must('maker', application('new-0', 'new-0', { statement: 'again' }));
  const more = application('more', 'more');
  const refused = sandbox.submit('maker', more);
  assert.equal(refused.word, 'ORGANIZATIONS_TOO_MANY_SPONSORED');
  assert.equal(sandbox.submit('top', more).word, 'OK');
  sandbox.must('admin', encodeDecline({ id: 'new-3', reason: 'x' }));
  sandbox.must('maker', application('other', 'other'));
});
