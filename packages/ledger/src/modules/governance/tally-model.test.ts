import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Council, memberId, rule } from '../../testing/council.ts';
import { encodeDelegate } from '../naming/delegate.ts';
import { encodeLeave } from '../organizations/leave.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeSuspendUrgently } from '../organizations/suspend-urgently.ts';
import type { Choice } from './params.ts';
import { countVotes, readTally } from './tally.ts';
import { readProposal } from './proposal.ts';
import { readMembership } from '../organizations/membership.ts';

const MEMBERS = 6;
const HOUR_MS = 3_600_000;
const ids = Array.from({ length: MEMBERS }, (_, place) => memberId(place + 1));
const WORDS = [
  'role:administrator',
  'members',
  'role:auditor',
  'committee:board',
  `organization:${ids[0]!}`,
];

const ballot = fc.record({
  kind: fc.constant('vote' as const),
  id: fc.constantFrom(...ids),
  choice: fc.constantFrom<Choice>('yes', 'yes', 'no', 'abstain'),
});
const change = fc.record({
  kind: fc.constantFrom(
    'suspend' as const,
    'reinstate' as const,
    'auditor' as const,
    'auditor' as const,
    'urgent' as const,
    'urgent' as const,
    'leave' as const,
    'wait' as const,
  ),
  id: fc.constantFrom(...ids),
});
const step = fc.oneof({ weight: 5, arbitrary: ballot }, { weight: 4, arbitrary: change });
const steps = fc
  .tuple(fc.array(change, { maxLength: 8 }), fc.array(step, { minLength: 5, maxLength: 25 }))
  .map((parts) => parts.flat());
const threshold = fc.constantFrom('any', 'all', 'majority', '2/3', '1/3', '3/4');
const electorate: fc.Arbitrary<string[]> = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }),
  // It grows while the proposal is open: else the least size hides what counts.
  fc.constantFrom<string[]>(
    ['role:auditor', `organization:${ids[0]!}`],
    ['role:auditor', 'committee:board'],
  ),
);
const quorum = fc.constantFrom('0/1', '1/2', '1/1');

/** The rule in its plainest words: count heads, one by one. */
class NaiveModel {
  readonly votes: { id: string; choice: Choice }[] = [];
  suspended: string[] = [];
  left: string[] = [];
  /** Suspended by urgency until then; no organization is twice within the test. */
  readonly silenced: Map<string, number> = new Map();
  nowMs = 0;
  auditors: string[] = [];
  status = 'open';
  readonly rule: { threshold: string; electorate: string[]; quorum: string };
  readonly atStart: number;

  constructor(given: { threshold: string; electorate: string[]; quorum: string }) {
    this.rule = given;
    this.atStart = this.voters().length;
  }

  voters(): string[] {
    return this.electorate().filter((id) => this.standing(id) === 'active');
  }

  /** Who counts: those that vote, and those silenced for a time alone. */
  size(): number {
    const counted = ['active', 'silenced'];
    const now = this.electorate().filter((id) => counted.includes(this.standing(id)));
    return Math.max(now.length, this.atStart);
  }

  electorate(): string[] {
    const everybody = ['admin', 'top', 'second', 'maker', 'stranger', ...ids];
    return everybody.filter((id) => this.isIn(id));
  }

  standing(id: string): 'active' | 'suspended' | 'silenced' | 'left' {
    if (this.left.includes(id)) return 'left';
    if (this.suspended.includes(id)) return 'suspended';
    return (this.silenced.get(id) ?? 0) > this.nowMs ? 'silenced' : 'active';
  }

  isIn(id: string): boolean {
    return this.rule.electorate.some((word) => {
      if (word === 'members') return true;
      if (word === 'role:administrator') return ids.includes(id) || id === 'admin';
      if (word === 'role:auditor') return this.auditors.includes(id);
      if (word === 'committee:board') return ids.slice(0, 3).includes(id);
      return word === `organization:${id}`;
    });
  }

  /** Whether it is decided now; only a vote makes the ledger look. */
  judge(): void {
    const voters = this.voters();
    const counted = this.votes.filter(({ id }) => voters.includes(id));
    const of = (choice: Choice) => counted.filter((vote) => vote.choice === choice).length;
    const size = this.size();
    const isEnough = (yes: number, abstain: number, cast: number) => {
      const basis = size - abstain;
      const [n = 0, d = 1] = this.rule.quorum.split('/').map(Number);
      if (cast * d < size * n || yes < 1) return false;
      if (this.rule.threshold === 'any') return true;
      if (this.rule.threshold === 'all') return yes >= basis;
      if (this.rule.threshold === 'majority') return yes * 2 > basis;
      const [a = 0, b = 1] = this.rule.threshold.split('/').map(Number);
      return yes * b >= basis * a;
    };
    const [yes, abstain, cast] = [of('yes'), of('abstain'), counted.length];
    const left = voters.length - cast;
    if (isEnough(yes, abstain, cast)) this.status = 'executed';
    else if (!isEnough(yes + left, abstain, cast + left)) this.status = 'rejected';
  }
}

test('random votes and changes of the membership: the ledger decides as a naive count does', () => {
  const met: Record<string, number> = {};
  fc.assert(
    fc.property(fc.record({ threshold, electorate, quorum }), steps, (tested, following) => {
      const openly = rule('*', { threshold: 'any' });
      const sandbox = new Council(MEMBERS, [openly, rule('naming.*', tested)], {
        committees: [{ name: 'board', organizations: ids.slice(0, 3) }],
      });
      const model = new NaiveModel(tested);
      const action = encodeDelegate({ prefix: '9', holder: 'top' });
      const author = ['admin', ...ids].find((id) => model.isIn(id));
      // An electorate of auditors alone has nobody in it who could propose.
      if (author === undefined) return;
      sandbox.propose(author, action);
      model.judge();
      for (const each of following) {
        if (model.status !== 'open') break;
        follow(sandbox, model, each);
        assert.equal(sandbox.status(), model.status);
        checkTally(sandbox);
      }
      met[model.status] = (met[model.status] ?? 0) + 1;
    }),
    { numRuns: 400 },
  );
  for (const status of ['open', 'executed', 'rejected']) {
    assert.ok((met[status] ?? 0) > 20, `${status}: ${JSON.stringify(met)}`);
  }
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function follow(sandbox: Council, model: NaiveModel, each: Step): void {
  const { id } = each;
  if (each.kind === 'vote') {
    const { word } = sandbox.vote(id, each.choice);
    model.nowMs = sandbox.timeMs;
    const standing = model.standing(id);
    const expected = ['suspended', 'silenced'].includes(standing)
      ? 'SIGNER_ORGANIZATION_SUSPENDED'
      : standing === 'left'
        ? 'SIGNER_ORGANIZATION_LEFT'
        : !model.isIn(id)
          ? 'GOVERNANCE_NOT_A_VOTER'
          : model.votes.some((vote) => vote.id === id)
            ? 'GOVERNANCE_ALREADY_VOTED'
            : 'OK';
    assert.equal(word, expected);
    if (word !== 'OK') return;
    model.votes.push({ id, choice: each.choice });
    model.judge();
    return;
  }
  changeMembers(sandbox, model, each.kind, id);
  model.nowMs = sandbox.timeMs;
}

function changeMembers(
  sandbox: Council,
  model: NaiveModel,
  kind: Exclude<Step['kind'], 'vote'>,
  id: string,
): void {
  // Due work comes first in the block.
  model.nowMs = sandbox.timeMs + 1000;
  const standing = model.standing(id);
  if (kind === 'wait') {
    sandbox.pass(HOUR_MS / 2);
  } else if (standing === 'left') {
    return;
  } else if (kind === 'suspend' && standing !== 'suspended') {
    sandbox.must('admin', encodeSuspend({ id, reason: 'x' }));
    model.suspended.push(id);
  } else if (kind === 'reinstate' && standing !== 'active') {
    sandbox.must('admin', encodeReinstate({ id, reason: 'x' }));
    model.suspended = model.suspended.filter((other) => other !== id);
    if (model.silenced.has(id)) model.silenced.set(id, 0);
  } else if (kind === 'auditor') {
    sandbox.must('admin', encodeSetRoles({ id, roles: ['administrator', 'auditor'] }));
    if (!model.auditors.includes(id)) model.auditors.push(id);
  } else if (kind === 'leave') {
    sandbox.must('admin', encodeLeave({ id, reason: 'x' }));
    model.left.push(id);
  } else if (kind === 'urgent' && standing === 'active' && !model.silenced.has(id)) {
    sandbox.must('admin', encodeSuspendUrgently({ id, hours: 1, reason: 'x' }));
    model.silenced.set(id, sandbox.timeMs + HOUR_MS);
  }
}

/** What was added up vote by vote is what counting them all anew gives. */
function checkTally({ state }: Council): void {
  const tally = readTally(state, 1);
  if (tally.epoch !== readMembership(state).epoch) return;
  assert.deepEqual(countVotes(state, 1, readProposal(state, 1)!.proposal.rules), tally);
}

test('votes count anew when a time-limited suspension becomes another, or the silenced get a role', () => {
  const [first, second, third] = ids as [string, string, string];
  const electorate = ['role:auditor', `organization:${first}`];
  const given = { threshold: 'all', electorate };
  const sandbox = new Council(MEMBERS, [rule('*', { threshold: 'any' }), rule('naming.*', given)]);
  sandbox.propose(first, encodeDelegate({ prefix: '9', holder: 'top' }));
  const audit = (id: string) => encodeSetRoles({ id, roles: ['administrator', 'auditor'] });
  const urgent = (id: string) => encodeSuspendUrgently({ id, hours: 72, reason: 'x' });
  sandbox.must('admin', audit(second), urgent(second), urgent(third));
  sandbox.vote(first, 'yes');
  // What the ledger would go by at the next vote.
  const size = () => {
    const kept = readTally(sandbox.state, 1);
    const isFresh = kept.epoch === readMembership(sandbox.state).epoch;
    const { rules } = readProposal(sandbox.state, 1)!.proposal;
    return (isFresh ? kept : countVotes(sandbox.state, 1, rules)).counts[0]?.size;
  };
  assert.equal(size(), 2);
  sandbox.must('admin', audit(third));
  assert.equal(size(), 3, 'silenced, and an auditor now');
  sandbox.must('admin', encodeSuspend({ id: second, reason: 'x' }));
  assert.equal(size(), 2);
  sandbox.must('admin', encodeLeave({ id: third, reason: 'x' }));
  assert.equal(size(), 1);
});
