import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { ed25519PublicKeyOf, ed25519Sign, ed25519Verifier } from './ed25519.node.ts';

const secretKey = new Uint8Array(32).fill(7);
const publicKey = ed25519PublicKeyOf(secretKey);
const message = new Uint8Array(100).fill(1);
const signature = ed25519Sign(secretKey, message);

/** A copy that begins inside a larger buffer of some kind. */
function inside(buffer: ArrayBufferLike, data: Uint8Array, offset: number): Uint8Array {
  const copy = new Uint8Array(buffer, offset, data.length);
  copy.set(data);
  return copy;
}

test('bytes are read where they are, whatever memory holds them', () => {
  const kinds: (() => ArrayBufferLike)[] = [
    () => new ArrayBuffer(1000),
    () => new SharedArrayBuffer(1000),
    () => new ArrayBuffer(1000, { maxByteLength: 4000 }),
    () => new WebAssembly.Memory({ initial: 1 }).buffer,
  ];
  for (const make of kinds) {
    const [key, text, signed] = [publicKey, message, signature].map((data) =>
      inside(make(), data, 333),
    );
    assert.ok(key && text && signed);
    assert.ok(ed25519Verifier.verify(key, text, signed));
    text[50] = 2;
    assert.equal(ed25519Verifier.verify(key, text, signed), false);
  }
});

test('a buffer that was given away is an empty one', () => {
  const gone = message.slice();
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.equal(ed25519Verifier.verify(publicKey, gone, signature), false);
});

test('bytes beyond the first 4 GiB of a buffer are read where they are', () => {
  const far = inside(new ArrayBuffer(2 ** 32 + 4096), message, 2 ** 32 + 1000);
  assert.ok(ed25519Verifier.verify(publicKey, far, signature));
});

test('workers verify side by side', async () => {
  const source = `
    import { parentPort, workerData } from 'node:worker_threads';
    const { ed25519Verifier } = await import(workerData.url);
    const { publicKey, message, signature } = workerData;
    let accepted = 0;
    for (let round = 0; round < 200; round += 1) {
      accepted += ed25519Verifier.verify(publicKey, message, signature) ? 1 : 0;
    }
    parentPort.postMessage(accepted);`;
  const url = new URL('./ed25519.node.ts', import.meta.url).href;
  const script = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const workerData = { url, publicKey, message, signature };
  const workers = [1, 2, 3].map(() => new Worker(script, { workerData }));
  const answers = await Promise.all(workers.map((worker) => once(worker, 'message')));
  assert.deepEqual(answers, [[200], [200], [200]]);
  await Promise.all(workers.map((worker) => worker.terminate()));
});
