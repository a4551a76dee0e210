/** A node with the default limits in a process of its own, with one record; prints its address. */
import { registration, transaction, url } from '../../../packages/node/src/testing/test-network.ts';
import { done, testNode } from '../../../packages/node/src/testing/test-node.ts';

const node = await testNode({ after: () => undefined });
await done(node, transaction([registration(['a'], [url('x')])]));
console.log(node.url);
// The parent ends it; if the parent is gone, so is the reason to serve.
process.stdin.resume().on('end', () => process.exit());
