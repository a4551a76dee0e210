/**
 * The thread that writes. It holds one LMDB transaction from an update's first operation to its commit, so that LMDB
 * copies pages while the main thread still hashes, and so that a commit is one transaction, durable or not there.
 */
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { ABORT, open } from 'lmdb';
import { BINARY, lmdbOptions } from './lmdb-options.ts';
import { OperationRunner } from './operation-runner.ts';
import {
  CHUNK_FREE,
  SIGNAL_FAILED,
  SIGNAL_MESSAGES,
  type WriterReply,
  type WriterRequest,
  type WriterSetup,
} from './operations.ts';

function serve(port: MessagePort, setup: WriterSetup): void {
  const { directory, databases, mapSizeBytes } = setup;
  const signal = new Int32Array(setup.signal);
  const root = open(lmdbOptions(directory, databases.length, mapSizeBytes));
  const runner = new OperationRunner(
    databases.map((name) => root.openDB(name, BINARY)),
    databases,
  );
  const reply = (message: WriterReply): void => port.postMessage(message);
  let hasFailed = false;

  /** The next request, waiting without an event loop: LMDB's transaction is open meanwhile. */
  const receive = (): WriterRequest => {
    for (;;) {
      const seen = Atomics.load(signal, SIGNAL_MESSAGES);
      const received: { message: WriterRequest } | undefined = receiveMessageOnPort(port);
      if (received !== undefined) return received.message;
      Atomics.wait(signal, SIGNAL_MESSAGES, seen);
    }
  };

  const runChunk = (chunk: SharedArrayBuffer, end: number): void => {
    try {
      runner.run(new Uint8Array(chunk), end);
    } finally {
      const state = new Int32Array(chunk, 0, 1);
      Atomics.store(state, 0, CHUNK_FREE);
      Atomics.notify(state, 0);
    }
  };

  const runTransaction = (first: WriterRequest): WriterReply => {
    let outcome: WriterReply = { kind: 'aborted' };
    root.transactionSync(() => {
      for (let request = first; ; request = receive()) {
        if (request.kind === 'operations') runChunk(request.chunk, request.end);
        else if (request.kind === 'commit') break;
        else return ABORT;
      }
      outcome = { kind: 'committed' };
      return undefined;
    });
    return outcome;
  };

  const fail = (error: unknown): WriterReply => {
    hasFailed = true;
    Atomics.store(signal, SIGNAL_FAILED, 1);
    const { message, code } = error as Error & { code?: string | number };
    return { kind: 'failed', message, code: String(code ?? '') };
  };

  port.on('message', (request: WriterRequest) => {
    if (request.kind === 'close') {
      void root.close().then(() => port.close());
      return;
    }
    if (hasFailed) return;
    try {
      reply(runTransaction(request));
    } catch (error) {
      reply(fail(error));
    }
  });
  reply({ kind: 'ready' });
}

if (parentPort === null) throw new Error('this file runs as a worker thread');
serve(parentPort, workerData as WriterSetup);
