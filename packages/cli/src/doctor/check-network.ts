import { askNodes } from '../network-doctor/ask-nodes.ts';
import { reachOf } from '../network-doctor/reach.ts';
import type { Finding } from './finding.ts';
import { publicUrl } from './public-url.ts';
import type { Subject } from './subject.ts';

const ANSWER_MS = 5_000;

/** What the running node says of the others: a node can be well while its network stands. */
export async function checkNetwork(subject: Subject): Promise<Finding[]> {
  const { isRunning, language } = subject;
  const url = publicUrl(subject);
  if (!isRunning || url === undefined) return [];
  const [node] = await askNodes([url], ANSWER_MS, language);
  // That it does not answer is said by the look at its port.
  if (node?.consensus === undefined || node.consensus['engine'] !== 'cometbft') return [];
  return [...node.findings, ...reachOf([node], language)];
}
