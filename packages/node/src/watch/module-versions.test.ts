import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeVersions, missingVersions } from './module-versions.ts';

const AT_REST = { module: 'naming', active: 1, pending: undefined, known: 1, activations: [] };
const COMING = { ...AT_REST, module: 'governance', pending: { version: 2, height: 70 } };

test('what is to come is told, with what to do if this software lacks it', () => {
  assert.equal(describeVersions([AT_REST]), 'none to come');
  assert.equal(describeVersions([{ ...COMING, known: 2 }]), 'governance 2 from block 70');
  assert.match(describeVersions([AT_REST, COMING]), /block 70, which this software lacks: update/);
  const modules = (...of: (typeof AT_REST | typeof COMING)[]) =>
    missingVersions(of).map(({ module }) => module);
  assert.deepEqual(modules(AT_REST, { ...COMING, known: 2 }), []);
  assert.deepEqual(modules(AT_REST, COMING), ['governance']);
  assert.deepEqual(modules({ ...AT_REST, active: 2 }), ['naming']);
  // One that was cancelled, of a module that is not here.
  assert.deepEqual(modules({ ...AT_REST, module: 'carbon', known: 0 }), []);
});
