import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Council, memberId, rule } from '../../testing/council.ts';
import { encodeDelegate } from '../naming/delegate.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import type { Choice } from './params.ts';
import { countVotes, readTally } from './tally.ts';
import { readProposal } from './proposal.ts';
import { readMembership } from '../organizations/membership.ts';

const MEMBERS = 6;
const ids = Array.from({ length: MEMBERS }, (_, place) => memberId(place + 1));
const WORDS = [
  'role:administrator',
  'members',
  'role:auditor',
  'committee:board',
  `organization:${ids[0]!}`,
];

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('vote' as const),
      id: fc.constantFrom(...ids),
      choice: fc.constantFrom<Choice>('yes', 'yes', 'no', 'abstain'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('suspend' as const, 'reinstate' as const, 'auditor' as const),
      id: fc.constantFrom(...ids),
    }),
  },
);
const threshold = fc.constantFrom('any', 'all', 'majority', '2/3', '1/3', '3/4');
const electorate = fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 });
const quorum = fc.constantFrom('0/1', '1/2', '1/1');

/** The rule in its plainest words: count heads, one by one. */
class NaiveModel {
  readonly votes: { id: string; choice: Choice }[] = [];
  suspended: string[] = [];
  auditors: string[] = [];
  status = 'open';
  readonly rule: { threshold: string; electorate: string[]; quorum: string };
  readonly atStart: number;

  constructor(given: { threshold: string; electorate: string[]; quorum: string }) {
    this.rule = given;
    this.atStart = this.voters().length;
  }

  voters(): string[] {
    const everybody = ['admin', 'top', 'second', 'maker', 'stranger', ...ids];
    return everybody.filter((id) => !this.suspended.includes(id) && this.isIn(id));
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
    const size = Math.max(voters.length, this.atStart);
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
    fc.property(
      fc.record({ threshold, electorate, quorum }),
      fc.array(step, { minLength: 5, maxLength: 25 }),
      (tested, steps) => {
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
        for (const each of steps) {
          if (model.status !== 'open') break;
          follow(sandbox, model, each);
          assert.equal(sandbox.status(), model.status);
          checkTally(sandbox);
        }
        met[model.status] = (met[model.status] ?? 0) + 1;
      },
    ),
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
    const expected = model.suspended.includes(id)
      ? 'SIGNER_ORGANIZATION_SUSPENDED'
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
  if (each.kind === 'suspend' && !model.suspended.includes(id)) {
    sandbox.must('admin', encodeSuspend({ id, reason: 'x' }));
    model.suspended.push(id);
  } else if (each.kind === 'reinstate' && model.suspended.includes(id)) {
    sandbox.must('admin', encodeReinstate({ id, reason: 'x' }));
    model.suspended = model.suspended.filter((other) => other !== id);
  } else if (each.kind === 'auditor' && !model.auditors.includes(id)) {
    sandbox.must('admin', encodeSetRoles({ id, roles: ['administrator', 'auditor'] }));
    model.auditors.push(id);
  }
}

/** What was added up vote by vote is what counting them all anew gives. */
function checkTally({ state }: Council): void {
  const tally = readTally(state, 1);
  if (tally.epoch !== readMembership(state).epoch) return;
  assert.deepEqual(countVotes(state, 1, readProposal(state, 1)!.proposal.rules), tally);
}
