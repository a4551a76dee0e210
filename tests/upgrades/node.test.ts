/** The node as it is released, on a ledger whose members decided on a version that it does not have. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openEmbeddedEngine } from '@touchmark/engine';
import { createLedger, encodeActivate, encodePropose, MODULES } from '@touchmark/ledger';
import {
  delegation,
  testGenesis,
  transaction,
  VALIDATOR_KEY,
} from '../../packages/node/src/testing/test-network.ts';
import {
  get,
  startNode,
  submit,
  testDirectory,
} from '../../packages/node/src/testing/test-node.ts';
import { examine } from '../../packages/cli/src/doctor/examine.ts';

const HEIGHT = 8;
const naming = MODULES.find(({ name }) => name === 'naming')!;
/** Software of a later release. */
const LATER = createLedger([...MODULES, { ...naming, version: 2 }]);

async function decidedBy(ledger: typeof LATER, context: TestContext): Promise<string> {
  const directory = await testDirectory(context);
  const engine = await openEmbeddedEngine({
    directory: join(directory, 'ledger'),
    genesis: testGenesis(),
    validatorSecretKey: VALIDATOR_KEY,
    options: { signatureWorkers: 0 },
    ledger,
  });
  const activate = encodeActivate({ module: 'naming', version: 2, height: HEIGHT });
  const decide = encodePropose({ title: 'naming 2', actions: [activate], vote: 'yes' });
  assert.equal((await engine.submit(transaction([decide]))).code, 0);
  await engine.close();
  return directory;
}

async function findings(directory: string) {
  const found = await examine({
    language: 'en',
    directory,
    configuration: undefined,
    configurationProblems: [],
    keystores: [],
    isRunning: false,
    status: undefined,
    nowMs: Date.now(),
  });
  return found.filter(({ check }) => check.startsWith('upgrade'));
}

test('it warns of what is to come, stops before that block, and does not start again', async (context) => {
  const directory = await decidedBy(LATER, context);
  const [warned] = await findings(directory);
  assert.deepEqual([warned?.check, warned?.level], ['upgrade.naming', 'warning']);
  const node = await startNode(directory);
  const { body } = await get(node, '/v1/upgrades');
  const [, shown] = body['modules'] as unknown[];
  const activation = { version: 2, block: HEIGHT };
  assert.deepEqual(shown, {
    module: 'naming',
    active: 1,
    pending: activation,
    known: 1,
    activations: [activation],
  });
  assert.match(
    (await get(node, '/readyz?verbose=1')).text,
    /naming 2 from block 8, which .* lacks/,
  );
  const metrics = (await get(node, '/metrics')).text;
  assert.match(metrics, /touchmark_upgrade_height\{module="naming"\} 8/);
  assert.match(metrics, /touchmark_upgrades_unknown 1/);
  let last = 200;
  for (let number = 1; number < HEIGHT + 2 && last === 200; number += 1) {
    last = (await submit(node, transaction([delegation(`88.${number}`)]))).status;
  }
  const stop = await node.engine.stopped;
  assert.ok(stop.reason === 'failed' && stop.error.code === 'ENGINE_VERSION_UNKNOWN');
  assert.equal((await submit(node, transaction([delegation('88.99')]))).status, 503);
  assert.equal((await get(node, '/livez')).status, 503);
  // What is durable is still told.
  assert.equal((await get(node, '/v1/upgrades?proof=1')).status, 200);
  await node.close();
  await assert.rejects(startNode(directory), {
    code: 'ENGINE_VERSION_UNKNOWN',
    message: /Block 8 goes by version 2 of the module naming.*Update the software/,
  });
  const [failed] = await findings(directory);
  assert.deepEqual([failed?.check, failed?.level], ['upgrade.naming', 'failure']);
});
