import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithOthers } from './network-place.ts';

test('with others only when it has caught up and is connected', async () => {
  const place = (catchingUp: boolean, peers: number) => {
    const answers: Record<string, unknown> = {
      status: { sync_info: { catching_up: catchingUp } },
      net_info: { peers: Array.from({ length: peers }, (_, n) => ({ node_info: { id: `${n}` } })) },
    };
    return isWithOthers({ call: (method) => Promise.resolve(answers[method]) });
  };
  assert.equal(await place(false, 2), true);
  assert.equal(await place(true, 2), false);
  assert.equal(await place(false, 0), false);
});
