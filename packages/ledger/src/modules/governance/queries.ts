import type { StateView } from '@touchmark/state';
import { readCounter } from './counter.ts';
import { readProposal } from './proposal.ts';
import type { KeptProposal } from './proposal.ts';

/** Proposals, the newest first; `before`: only those with a lower number. */
export function listProposals(
  state: StateView,
  page: { readonly before?: number; readonly limit: number },
): KeptProposal[] {
  const { last } = readCounter(state);
  const listed: KeptProposal[] = [];
  let number = Math.min(last, (page.before ?? last + 1) - 1);
  for (; number > 0 && listed.length < page.limit; number -= 1) {
    const kept = readProposal(state, number);
    if (kept !== undefined) listed.push(kept);
  }
  return listed;
}
