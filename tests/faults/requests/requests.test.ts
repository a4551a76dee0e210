import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, testNode } from '../../../packages/node/src/testing/test-node.ts';
import { sendRequests } from './campaign.ts';

const REQUESTS = 2_000;

test(`${REQUESTS} requests generated from the API document: no fault of the node`, async (context) => {
  const node = await testNode(context);
  const { faults, statuses } = await sendRequests(node, REQUESTS, 1, () => undefined);
  assert.deepEqual(faults, []);
  // They reach beyond the checks of parameters.
  for (const status of [200, 400, 404, 422]) {
    assert.ok((statuses[status] ?? 0) > 0, JSON.stringify(statuses));
  }
  assert.equal((await get(node, '/livez')).status, 200);
});
