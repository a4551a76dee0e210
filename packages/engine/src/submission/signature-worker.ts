/** Entry point of a worker thread: takes packed checks, answers with one byte a verdict. */
import { parentPort } from 'node:worker_threads';
import { checkSignatures } from './check-signatures.ts';
import { unpackChecks } from './signature-batch.ts';

if (parentPort === null) throw new Error('signature-worker.ts is started by SignaturePool only.');
const port = parentPort;

port.on('message', (packed: Uint8Array) => {
  const verdicts = checkSignatures(unpackChecks(packed));
  port.postMessage(verdicts, [verdicts.buffer]);
});
