/** What the members decide of blocks, and versions that begin to rule, stand in the headers of either engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  consensusHash,
  DEFAULT_CONSENSUS_PARAMS,
  decodeSignedHeader,
  encodeHex,
  headerHash,
} from '@touchmark/codec';
import {
  createLedger,
  encodeActivate,
  encodePropose,
  encodeSetConsensus,
  type Ledger,
  MODULES,
} from '@touchmark/ledger';
import { finalizeBlock } from '../abci/responses.ts';
import { openEmbeddedEngineOver } from '../embedded/open-embedded-engine.ts';
import { TestConsensus } from '../testing/test-consensus.ts';
import { testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';

const chain = testChain();
const [organizations, naming] = ['organizations', 'naming'].map(
  (name) => MODULES.find((module) => module.name === name)!,
);
const LATER = createLedger([
  ...MODULES,
  { ...organizations!, version: 2 },
  { ...naming!, version: 2 },
]);
const LIMITS = { maxBytes: 2_097_152, evidenceBlocks: 5_000, evidenceMs: 90_000_500 };
const decide = (number: number, ...actions: ReturnType<typeof encodeActivate>[]): Uint8Array =>
  chain.transaction(number, [encodePropose({ title: 'Blocks', actions, vote: 'yes' })]);

/** In block 2: parameters, and two versions that rule from block 5. */
const DECISIONS = [
  decide(1, encodeSetConsensus(LIMITS)),
  decide(
    2,
    encodeActivate({ module: 'organizations', version: 2, height: 5 }),
    encodeActivate({ module: 'naming', version: 2, height: 5 }),
  ),
];

/** What the headers up to a height say of parameters and version, and the root after the last. */
interface Said {
  readonly headers: readonly (readonly [string, number])[];
  readonly root: string;
}

async function replicated(ledger: Ledger): Promise<{ said: Said; updates: unknown[] }> {
  const network = new TestConsensus({ chain, ledger });
  const engine = network.open();
  network.found(engine);
  const updates: unknown[] = [];
  const finalize = engine.finalize.bind(engine);
  engine.finalize = async (block) => {
    const result = await finalize(block);
    updates.push(result.finalized.paramUpdates);
    return result;
  };
  const founded = engine.blockBytes;
  for (let height = 1; height <= 7; height += 1) {
    await network.next(engine, height === 2 ? DECISIONS : [chain.register(10 + height, 'x')]);
  }
  assert.deepEqual(
    [founded, engine.blockBytes],
    [Number(DEFAULT_CONSENSUS_PARAMS.block.maxBytes), LIMITS.maxBytes],
  );
  const headers = [1, 2, 3, 4, 5, 6].map((height) => network.header(height)!);
  const said = headers.map(
    ({ consensusHash: hash, version }) => [encodeHex(hash), version.app] as const,
  );
  const root = encodeHex(network.reader.latest().root);
  await engine.close();
  return { said: { headers: said, root }, updates };
}

const FOUNDED = encodeHex(consensusHash(DEFAULT_CONSENSUS_PARAMS));
const DECIDED = encodeHex(
  consensusHash({ block: { maxBytes: BigInt(LIMITS.maxBytes), maxGas: -1n } }),
);

test('the header after the block has the parameters, the header of the first block the version', async () => {
  const { said, updates } = await replicated(LATER);
  assert.deepEqual(said.headers, [
    [FOUNDED, 1],
    [FOUNDED, 1],
    [DECIDED, 1],
    [DECIDED, 1],
    [DECIDED, 3],
    [DECIDED, 3],
  ]);
  const { maxBytes: evidenceBytes } = DEFAULT_CONSENSUS_PARAMS.evidence;
  assert.deepEqual(updates.slice(0, 5), [
    undefined,
    {
      block: { maxBytes: 2_097_152n, maxGas: -1n },
      evidence: { maxAgeBlocks: 5_000n, maxAgeNs: 90_000_500_000_000n, maxBytes: evidenceBytes },
    },
    undefined,
    { version: { app: 3n } },
    undefined,
  ]);
});

test('the embedded engine says the same in its headers', async () => {
  const store = new TestStore();
  const own = testChain();
  const engine = await openEmbeddedEngineOver({
    store,
    genesis: own.genesis,
    validatorSecretKey: own.validatorSecretKey,
    ledger: LATER,
    options: { signatureWorkers: 0, clock: () => own.clock.nowMs },
  });
  const apps = new Map<number, readonly [string, number]>();
  let decidedAt = 0;
  for (const [index, bytes] of [...DECISIONS, ...transactionsOf(own)].entries()) {
    const result = await engine.submit(bytes);
    assert.equal(result.outcome, 'committed');
    if (index === 0 && result.outcome === 'committed') decidedAt = result.height;
  }
  const last = engine.chain.latest().height + 1;
  for (let height = 1; height <= last; height += 1) {
    const { header } = decodeSignedHeader(engine.chain.block(height)!.signedHeader);
    apps.set(height, [encodeHex(header.consensusHash), header.version.app]);
    assert.deepEqual(headerHash(header), engine.chain.block(height)!.hash);
  }
  for (const [height, [hash, app]] of apps) {
    assert.equal(hash, height <= decidedAt ? FOUNDED : DECIDED, `parameters of header ${height}`);
    assert.equal(app, height < 5 ? 1 : 3, `version of header ${height}`);
  }
  assert.ok(last > 6);
  await engine.close();
});

function transactionsOf(own: typeof chain): Uint8Array[] {
  return [own.delegate(), ...[1, 2, 3, 4].map((n) => own.register(100 + n, `name-${n}`))];
}

test('parameters cross the wire as whole groups, as CometBFT reads them', () => {
  const appHash = new Uint8Array(0);
  const nothing = { results: [], validatorUpdates: [], appHash };
  const { block, evidence } = DEFAULT_CONSENSUS_PARAMS;
  const bytes = (paramUpdates: object): string =>
    encodeHex(finalizeBlock({ ...nothing, paramUpdates }).message.finish());
  assert.equal(encodeHex(finalizeBlock(nothing).message.finish()), '');
  // block {max_bytes 1, max_gas 2}
  assert.equal(bytes({ block }), '22120a10' + '0880808002' + '10ffffffffffffffffff01');
  // evidence {max_age_num_blocks 1, max_age_duration 2 {seconds 1, nanos 2}, max_bytes 3}
  const odd = { ...evidence, maxAgeNs: 1_500_000_000n };
  assert.equal(
    bytes({ evidence: odd }),
    '22141212' + '08a08d06' + '1208080110' + '80cab5ee01' + '18808040',
  );
  // version {app 1}
  assert.equal(bytes({ version: { app: 3n } }), '220422020803');
});
