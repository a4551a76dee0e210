/** A thread that follows a store and checks proofs over what it sees whenever it is asked to. */
import { parentPort, workerData } from 'node:worker_threads';
import { openStateReader } from '../lmdb/state-reader.ts';
import { verifyKeyProof } from '../proof/verify-key.ts';

const { directory } = workerData as { directory: string };
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const reader = await openStateReader({ directory, tables: [] });

port.on('message', (request: string) => {
  if (request === 'stop') {
    port.close();
    void reader.close();
    return;
  }
  const answer = reader.read((snapshot) => {
    let verified = 0;
    for (let index = 0; index < 20; index += 1) {
      const key = new TextEncoder().encode(`key/${index * 20}`);
      const hash = verifyKeyProof(snapshot.proveKey(key), snapshot.root, key);
      if ((hash === null) === (snapshot.get(key) === undefined)) verified += 1;
    }
    return { root: snapshot.root, size: snapshot.size, verified };
  });
  port.postMessage(answer);
});
