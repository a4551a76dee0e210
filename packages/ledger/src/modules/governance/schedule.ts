import type { StateView } from '@touchmark/state';
import type { Schedule } from '../../kernel/module.ts';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { queueRange, readQueueKey } from './keys.ts';
import { readProposal } from './proposal.ts';
import { carryOutWhenDue, closeProposal, settle } from './settle.ts';

/** Voting ends, and what was accepted is carried out when its time has come. */
export const schedule: Schedule = {
  dueMs: (state) => next(state)?.dueMs,
  runNext(context) {
    const due = next(context);
    const kept = due && readProposal(context, due.proposal);
    if (kept === undefined) throw new StateFormatError('a proposal that is due');
    if (kept.proposal.status === 'accepted') {
      carryOutWhenDue(context, kept);
      return;
    }
    // The membership may have changed since the last vote.
    settle(context, kept);
    const after = readProposal(context, kept.number);
    if (after?.proposal.status === 'open') closeProposal(context, kept, 'expired');
  },
};

function next(state: StateView): { dueMs: number; proposal: number } | undefined {
  for (const { key } of state.range(queueRange())) return readQueueKey(key);
  return undefined;
}
