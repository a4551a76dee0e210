/**
 * A web page that knows nothing but the genesis file verifies answers by itself, in a real browser,
 * and refuses changed ones.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeUtf8 } from '@touchmark/codec';
import type * as Verify from '@touchmark/verify';
import { buildAnswer, buildReceiptProof, type Query } from '@touchmark/verify';
import {
  blockOf,
  createTestChain,
  forgedBlock,
  LightChain,
  rotatingSet,
  serials,
} from '@touchmark/verify/testing';
import type { Page } from 'playwright-core';
import { bundleForBrowser, gzippedSize } from './bundle.ts';
import { type OpenBrowser, openBrowser } from './chromium.ts';
import { serveFiles, type StaticServer } from './static-server.ts';

const MAX_BUNDLE_BYTES = 60_000;

const QUERIES: readonly Query[] = [
  { kind: 'record', identifier: '88.118.8/00001' },
  { kind: 'record', identifier: '88.118.8/00041' },
  { kind: 'record-at-block', identifier: '88.118.8/00001', height: 2 },
  { kind: 'record-at-time', identifier: '88.118.8/00001', timeMs: 1_790_000_000_500 },
  { kind: 'list', prefix: '88.118.8', after: '00030', limit: 4 },
];

const PAGE =
  '<!doctype html><html lang="en"><title>verify</title><script type="module" src="page.js"></script>';
const SCRIPT = `import * as verify from './verify.js';
globalThis.verify = verify;
globalThis.load = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
globalThis.lightBlock = async (node, height) => {
  const name = 'light/' + node + '/' + height;
  return verify.openLightBlock(await load(name + '.header'), await load(name + '.validators'));
};
document.documentElement.dataset.ready = '';`;

/** What the page is given; the functions below run inside of it. */
declare const verify: typeof Verify;
declare const load: (name: string) => Promise<Uint8Array>;
declare const lightBlock: (node: string, height: number) => Promise<Verify.LightBlock>;

const NEWEST = 60;

/** Headers of a chain of which all validators are others at the end; a forged change of them; and a fork. */
function lightFiles(): Map<string, Uint8Array> {
  const setAt = rotatingSet(5);
  const chain = new LightChain({ length: NEWEST, setAt });
  const root = new Uint8Array(32).fill(9);
  const fork = new LightChain({ length: NEWEST, setAt, forkOf: { chain, at: NEWEST, root } });
  const files = new Map([['light/genesis.json', chain.genesis]]);
  const keep = (name: string, { encoded }: Verify.LightBlock): void => {
    files.set(`light/${name}.header`, encoded.signedHeader);
    files.set(`light/${name}.validators`, encoded.validators);
  };
  for (let height = 1; height <= NEWEST; height += 1) {
    keep(`true/${height}`, chain.block(height));
    // Strangers put themselves in the place of the validators.
    keep(`forged/${height}`, forgedBlock(chain, height, { signers: setAt(height + 200) }));
  }
  keep(`fork/${NEWEST}`, fork.block(NEWEST));
  return files;
}

let bundle: Uint8Array;
let server: StaticServer | undefined;
let browser: OpenBrowser | undefined;
let page: Page;

before(async () => {
  bundle = await bundleForBrowser('verify');
  const chain = await createTestChain();
  await chain.add(blockOf(chain, serials('88.118.8', 40)));
  const moved = [{ index: 1, type: 'URL', data: 'https://items.example/moved' }];
  await chain.add(blockOf(chain, [{ identifier: '88.118.8/00001', values: moved }]));
  const files = new Map<string, Uint8Array>([
    ['index.html', encodeUtf8(PAGE)],
    ['page.js', encodeUtf8(SCRIPT)],
    ['verify.js', bundle],
    ['genesis.json', chain.genesisBytes],
    ...lightFiles(),
  ]);
  for (const [index, query] of QUERIES.entries()) {
    const answer = chain.read((state) => buildAnswer(state, chain.signedHeader(), query));
    files.set(`answer-${index}.bin`, answer);
  }
  const id = '07'.repeat(32);
  const data = new Uint8Array(Buffer.from(`85015820${id}624f4ba05820${id}`, 'hex'));
  await chain.add({ results: [{ code: 0, data }] });
  files.set('receipt.bin', buildReceiptProof([{ code: 0, data }], 0, chain.signedHeader()));
  server = await serveFiles(files);
  browser = await openBrowser();
  page = await browser.open(server.url);
  await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 10_000 });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

test('the verifier is small enough for any page', () => {
  const size = gzippedSize(bundle);
  assert.ok(size < MAX_BUNDLE_BYTES, `${size} bytes gzipped; at most ${MAX_BUNDLE_BYTES}`);
  assert.ok(size > 10_000, `${size} bytes cannot be the whole verifier`);
});

test('the page verifies answers of every kind', async () => {
  const statuses = await page.evaluate(async (count) => {
    const verifier = verify.createVerifier({ genesis: await load('genesis.json') });
    const found: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const verified = verifier.verifyAnswer(await load(`answer-${index}.bin`));
      const records =
        verified.status === 'list'
          ? verified.records.length
          : verify.isRecordAnswer(verified)
            ? verified.record?.version
            : 0;
      found.push(`${verified.status} ${records} by ${verified.signers.length}`);
    }
    const receipt = verifier.verifyReceipt(await load('receipt.bin'));
    found.push(`${receipt.codeText} in ${receipt.height}`);
    return found;
  }, QUERIES.length);
  assert.deepEqual(statuses, [
    'present 2 by 4',
    'absent undefined by 4',
    'present 1 by 4',
    'absent undefined by 4',
    'list 4 by 4',
    'OK in 6',
  ]);
});

test('the page refuses answers of which any byte was changed', async () => {
  const outcome = await page.evaluate(async (count) => {
    const verifier = verify.createVerifier({ genesis: await load('genesis.json') });
    let refused = 0;
    const accepted: string[] = [];
    for (let number = 0; number < count; number += 1) {
      const answer = await load(`answer-${number}.bin`);
      for (let index = 0; index < answer.length; index += 1) {
        const changed = answer.slice();
        changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
        try {
          verifier.verifyAnswer(changed);
          accepted.push(`byte ${index} of answer ${number}`);
        } catch (error) {
          if (error instanceof verify.VerifyError) refused += 1;
          else accepted.push(`byte ${index} of answer ${number}: ${String(error)}`);
        }
      }
    }
    return { refused, accepted };
  }, QUERIES.length);
  assert.deepEqual(outcome.accepted, []);
  assert.ok(outcome.refused > 7000, `${outcome.refused} changes were tried`);
});

test('the page refuses answers of another network', async () => {
  const other = await createTestChain({ chainId: 'touchmark-other' });
  const code = await page.evaluate(
    async (genesis) => {
      const answer = await load('answer-0.bin');
      try {
        verify.verifyAnswer(answer, { genesis: new Uint8Array(genesis) });
        return 'accepted';
      } catch (error) {
        return error instanceof verify.VerifyError ? error.code : String(error);
      }
    },
    [...other.genesisBytes],
  );
  assert.equal(code, 'VERIFY_WRONG_CHAIN');
});

test('the page follows the validators from the genesis file to others, and shows the way offline', async () => {
  const found = await page.evaluate(async (height) => {
    const trust = { genesis: await load('light/genesis.json') };
    const { signedHeader, validators } = (await lightBlock('true', height)).encoded;
    const verifier = verify.createVerifier(trust);
    let alone = 'accepted';
    try {
      verifier.verifySignedHeader(signedHeader, validators);
    } catch (error) {
      alone = error instanceof verify.VerifyError ? error.code : String(error);
    }
    const asked: Record<string, number> = {};
    for (const sequential of [true, false]) {
      const walk = verifier.walkTo(signedHeader, validators, { sequential });
      let count = 0;
      for (; walk.wanted !== undefined; count += 1) {
        walk.give(await lightBlock('true', walk.wanted));
      }
      asked[sequential ? 'sequential' : 'skipping'] = count;
      if (!sequential) verifier.trust(walk);
    }
    const offline = verify.createVerifier(trust, { path: verifier.path() });
    const { header, power } = offline.verifySignedHeader(signedHeader, validators);
    return { alone, asked, height: header.height, power: `${power.signed} of ${power.total}` };
  }, NEWEST);
  assert.equal(found.alone, 'VERIFY_VALIDATORS_UNKNOWN');
  assert.deepEqual([found.height, found.power], [NEWEST, '40 of 40']);
  assert.equal(found.asked['sequential'], NEWEST - 1);
  const skipping = found.asked['skipping'] ?? 0;
  assert.ok(skipping > 0 && skipping < NEWEST / 2, `${skipping} headers`);
});

test('the page refuses a forged change of validators', async () => {
  const codes = await page.evaluate(async (height) => {
    const verifier = verify.createVerifier({ genesis: await load('light/genesis.json') });
    const outcome = async (target: string, node: string): Promise<string> => {
      const { signedHeader, validators } = (await lightBlock(target, height)).encoded;
      try {
        const walk = verifier.walkTo(signedHeader, validators);
        while (walk.wanted !== undefined) walk.give(await lightBlock(node, walk.wanted));
        return 'accepted';
      } catch (error) {
        return error instanceof verify.VerifyError ? error.code : String(error);
      }
    };
    return [
      await outcome('true', 'true'),
      await outcome('true', 'forged'),
      await outcome('forged', 'true'),
      await outcome('forged', 'forged'),
    ];
  }, NEWEST);
  const unknown = 'VERIFY_VALIDATORS_UNKNOWN';
  assert.deepEqual(codes, ['accepted', unknown, unknown, unknown]);
});

test('the page finds out that two nodes show two signed headers, and who signed both', async () => {
  const found = await page.evaluate(async (height) => {
    const verifier = verify.createVerifier({ genesis: await load('light/genesis.json') });
    const walked = async (node: string) => {
      const block = await lightBlock(node, height);
      const { signedHeader, validators } = block.encoded;
      const walk = verifier.walkTo(signedHeader, validators);
      while (walk.wanted !== undefined) walk.give(await lightBlock('true', walk.wanted));
      return { block, walk };
    };
    const [first, second] = [await walked('true'), await walked('fork')];
    const common = second.walk.path.at(-2)?.header.height ?? 0;
    const from = await lightBlock('true', common);
    const { kind, culprits } = verify.describeDivergence(
      { height: common, validators: from.validators },
      first.block,
      second.block,
    );
    verifier.trust(first.walk);
    let afterwards = 'accepted';
    try {
      verifier.trust(second.walk);
    } catch (error) {
      afterwards = error instanceof verify.VerifyError ? error.code : String(error);
    }
    return { kind, culprits: culprits.length, afterwards };
  }, NEWEST);
  assert.equal(found.kind, 'lunatic');
  assert.ok(found.culprits >= 2, `${found.culprits} culprits`);
  assert.equal(found.afterwards, 'VERIFY_HEADER_CONFLICT');
});

test('nothing went wrong in the page on the way', () => {
  assert.deepEqual(browser?.faults, []);
});
