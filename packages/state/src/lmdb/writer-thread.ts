/**
 * The thread that writes. It holds one LMDB transaction from an update's first operation to its commit, so that LMDB
 * copies pages while the main thread still hashes, and so that a commit is one transaction, durable or not there.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ABORT as ABORT_TRANSACTION, open, type RootDatabase } from 'lmdb';
import { BINARY, lmdbOptions } from './lmdb-options.ts';
import { OperationReader } from './operation-reader.ts';
import { OperationRunner } from './operation-runner.ts';
import type { ByteDatabase } from './stored-values.ts';
import {
  ABORT,
  CLOSE,
  COMMIT,
  COMMITS_BETWEEN_READER_CHECKS,
  FAILED,
  type WriterReply,
  type WriterSetup,
} from './operations.ts';
import { freeBytesOf, writerFailure } from './writer-failure.ts';

const setup = workerData as WriterSetup;
const control = new Int32Array(setup.control);

function reply(message: WriterReply): void {
  parentPort?.postMessage(message);
}

/** Runs the current operation and all that follow up to the end of the transaction. */
function runTransaction(
  root: RootDatabase,
  operations: OperationReader,
  runner: OperationRunner,
): WriterReply {
  let isCommitted = false;
  root.transactionSync(() => {
    for (; operations.kind !== COMMIT; operations.next()) {
      if (operations.kind === ABORT || operations.kind === CLOSE) return ABORT_TRANSACTION;
      runner.run(operations);
    }
    isCommitted = true;
    return undefined;
  });
  return { kind: isCommitted ? 'committed' : 'aborted' };
}

function fail(error: unknown): void {
  Atomics.store(control, FAILED, 1);
  reply({ kind: 'failed', ...writerFailure(error, freeBytesOf(setup.directory)) });
}

async function serve(): Promise<void> {
  const { directory, databases, mapSizeBytes } = setup;
  const root = open(lmdbOptions(directory, databases.length, mapSizeBytes));
  const stores = databases.map((name): ByteDatabase => root.openDB(name, BINARY));
  const runner = new OperationRunner(stores, databases);
  const operations = new OperationReader(control, new Uint8Array(setup.ring));
  reply({ kind: 'ready' });
  try {
    let count = 0;
    for (operations.next(); operations.kind !== CLOSE; operations.next()) {
      const outcome = runTransaction(root, operations, runner);
      count += 1;
      if (count % COMMITS_BETWEEN_READER_CHECKS === 0) root.readerCheck();
      reply(outcome);
    }
  } catch (error) {
    // What LMDB would do after a failure is anybody's guess, so nothing more is asked of it.
    fail(error);
    return;
  }
  await root.close();
}

try {
  await serve();
} catch (error) {
  fail(error);
}
