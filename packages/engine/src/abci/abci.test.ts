import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ProtoWriter } from '@touchmark/codec';
import { FrameError, frameLength, FrameReader } from './frames.ts';
import { decodeRequest } from './requests.ts';
import {
  applySnapshotChunk,
  checkTx,
  commit,
  encodeResponse,
  finalizeBlock,
  info,
  listSnapshots,
  loadSnapshotChunk,
  offerSnapshot,
} from './responses.ts';
import { type AbciApplication, serveAbci } from './server.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const framed = (message: Uint8Array): Uint8Array =>
  Buffer.concat([frameLength(message.length), message]);
const request = (tag: number, message = new ProtoWriter()): Uint8Array =>
  framed(new ProtoWriter().message(tag, message).finish());

test('frames are cut the same however the stream is split', () => {
  const messages = [new Uint8Array(0), new Uint8Array([1, 2, 3]), new Uint8Array(300).fill(7)];
  const stream = Buffer.concat(messages.map(framed));
  for (const size of [1, 2, 3, 7, 150, stream.length]) {
    const reader = new FrameReader();
    const found: Uint8Array[] = [];
    for (let at = 0; at < stream.length; at += size) {
      found.push(...reader.add(stream.subarray(at, at + size)));
    }
    assert.deepEqual(found.map(hex), messages.map(hex), `pieces of ${size}`);
  }
});

test('lengths are unsigned varints, as CometBFT writes them', () => {
  const lengths: [number, string][] = [
    [0, '00'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [134_217_728, '80808040'],
  ];
  for (const [length, expected] of lengths) assert.equal(hex(frameLength(length)), expected);
});

test('a frame beyond the limit is refused before it is gathered', () => {
  assert.throws(() => new FrameReader(100).add(bytes('65')), FrameError);
  assert.throws(() => new FrameReader().add(bytes('ffffffff0f')), FrameError);
  assert.throws(() => new FrameReader().add(bytes('ffffffffff01')), FrameError);
  assert.deepEqual(new FrameReader(100).add(bytes('64')), []);
});

test('requests are read as CometBFT sends them', () => {
  assert.deepEqual(decodeRequest(bytes('1200')), { kind: 'flush' });
  const finalize = new ProtoWriter()
    .element(1, bytes('aa'))
    .element(1, bytes('bbcc'))
    .bytes(4, bytes('0102'))
    .varint(5, 9)
    .message(6, new ProtoWriter().varint(1, -62_135_596_800n).varint(2, 5));
  const decoded = decodeRequest(new ProtoWriter().message(20, finalize).finish());
  assert.ok(decoded.kind === 'finalize-block');
  assert.equal(decoded.height, 9);
  assert.deepEqual(decoded.time, { seconds: -62_135_596_800n, nanos: 5 });
  assert.deepEqual(decoded.transactions.map(hex), ['aa', 'bbcc']);
  const check = new ProtoWriter().bytes(1, bytes('dd')).varint(2, 1);
  assert.deepEqual(decodeRequest(new ProtoWriter().message(8, check).finish()), {
    kind: 'check-tx',
    transaction: bytes('dd'),
    isRecheck: true,
  });
});

test('what is no request is refused', () => {
  for (const message of ['', '08', '120', 'f20100', 'a20105', '4a02ffff']) {
    assert.throws(() => decodeRequest(bytes(message)), message);
  }
});

test('responses have the bytes of the protocol', () => {
  assert.equal(hex(encodeResponse(commit())), '6200');
  assert.equal(hex(encodeResponse(checkTx({ code: 5 }))), '4a020805');
  const results = [
    { code: 0, data: new Uint8Array(0) },
    { code: 3, data: bytes('aa') },
  ];
  const block = { results, validatorUpdates: [], appHash: bytes('0102') };
  // An empty result is there all the same.
  assert.equal(hex(encodeResponse(finalizeBlock(block))), 'aa010d120012050803' + '1201aa2a020102');
  const fresh = { version: '', appVersion: 1n, height: 0, appHash: bytes('01') };
  assert.equal(hex(encodeResponse(info(fresh))), '220d0a09746f7563686d61726b1801');
});

test('snapshots are offered, listed and sent as CometBFT has them', () => {
  const snapshot = new ProtoWriter().varint(1, 9).varint(2, 1).varint(3, 2);
  snapshot.bytes(4, bytes('aa')).bytes(5, bytes('bb'));
  const offer = new ProtoWriter().message(1, snapshot).bytes(2, bytes('cc'));
  assert.deepEqual(decodeRequest(new ProtoWriter().message(13, offer).finish()), {
    kind: 'offer-snapshot',
    snapshot: { height: 9, format: 1, chunks: 2, hash: bytes('aa'), metadata: bytes('bb') },
    appHash: bytes('cc'),
  });
  const load = new ProtoWriter().varint(1, 9).varint(2, 1).varint(3, 4);
  assert.deepEqual(decodeRequest(new ProtoWriter().message(14, load).finish()), {
    kind: 'load-snapshot-chunk',
    height: 9,
    format: 1,
    chunk: 4,
  });
  const apply = new ProtoWriter().varint(1, 3).bytes(2, bytes('dd')).text(3, 'peer');
  const request = decodeRequest(new ProtoWriter().message(15, apply).finish());
  assert.deepEqual(request, {
    kind: 'apply-snapshot-chunk',
    index: 3,
    chunk: bytes('dd'),
    sender: 'peer',
  });
  const listed = { height: 9, format: 1, chunks: 2, hash: bytes('aa'), metadata: bytes('bb') };
  assert.equal(hex(encodeResponse(listSnapshots([]))), '6a00');
  assert.equal(hex(encodeResponse(listSnapshots([listed]))), '6a0e0a0c0809100118022201aa2a01bb');
  assert.equal(hex(encodeResponse(loadSnapshotChunk(bytes('dd')))), '7a030a01dd');
  assert.equal(hex(encodeResponse(offerSnapshot('reject-sender'))), '72020805');
  const at = { index: 300, sender: 'p' };
  assert.equal(hex(encodeResponse(applySnapshotChunk('accept', at))), '8201020801');
  assert.equal(
    hex(encodeResponse(applySnapshotChunk('refetch', at))),
    '820109' + '0803' + '1202ac02' + '1a0170',
  );
});

test('numbers that a stranger chose are refused with his snapshot, not with the connection', () => {
  const huge = new ProtoWriter().varint(1, 2n ** 64n - 1n).varint(2, 2n ** 63n);
  const offer = new ProtoWriter().message(1, huge);
  const request = decodeRequest(new ProtoWriter().message(13, offer).finish());
  assert.ok(request.kind === 'offer-snapshot' && request.snapshot.height > 2 ** 63);
});

async function withServer(
  application: AbciApplication,
  use: (path: string, faults: Error[]) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'touchmark-abci-'));
  const path = join(directory, 'app.sock');
  const faults: Error[] = [];
  const onFault = (error: Error): number => faults.push(error);
  const server = await serveAbci({ path, application, onFault, maxFrameBytes: 1_000 });
  try {
    await use(path, faults);
  } finally {
    await server.close();
    rmSync(directory, { recursive: true });
  }
}

/** Sends pieces one after the other and gathers what comes back until `count` frames or the end. */
function talk(path: string, pieces: readonly Uint8Array[], count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const found: string[] = [];
    const socket = connect(path);
    socket.on('error', reject);
    socket.on('close', () => resolve(found));
    socket.on('data', (piece) => {
      found.push(...reader.add(piece).map(hex));
      if (found.length >= count) socket.destroy();
    });
    for (const piece of pieces) socket.write(piece);
  });
}

const slowest = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

test('answers keep the order of the requests, though checks run side by side', async () => {
  let running = 0;
  let most = 0;
  const application: AbciApplication = {
    answer: async (asked) => {
      assert.ok(asked.kind === 'check-tx');
      running += 1;
      most = Math.max(most, running);
      const code = asked.transaction[0] ?? 0;
      await slowest(40 - code * 10);
      running -= 1;
      return checkTx({ code });
    },
  };
  await withServer(application, async (path, faults) => {
    const checks = [1, 2, 3].map((code) =>
      request(8, new ProtoWriter().bytes(1, Uint8Array.of(code))),
    );
    const found = await talk(path, [Buffer.concat([...checks, request(2)])], 4);
    assert.deepEqual(found, ['4a020801', '4a020802', '4a020803', '1a00']);
    assert.equal(most, 3);
    assert.deepEqual(faults, []);
  });
});

test('an oversized or malformed frame closes the connection and is told', async () => {
  const application: AbciApplication = { answer: () => Promise.resolve(commit()) };
  for (const bad of ['ffff7f', '020800', '0100', '01ff']) {
    await withServer(application, async (path, faults) => {
      assert.deepEqual(await talk(path, [bytes(bad)], 1), [], bad);
      assert.equal(faults.length, 1, bad);
    });
  }
});

test('an application that fails says so as an exception, which ends CometBFT', async () => {
  const application: AbciApplication = { answer: () => Promise.reject(new Error('disk')) };
  await withServer(application, async (path, faults) => {
    const found = await talk(path, [request(11)], 1);
    assert.deepEqual(found, ['0a060a046469736b']);
    assert.equal(faults[0]?.message, 'disk');
  });
});
