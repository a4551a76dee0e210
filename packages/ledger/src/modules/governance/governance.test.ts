import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeHex } from '@touchmark/codec';
import { verifyHistory } from '@touchmark/state/proof';
import { GenesisStateError } from '../../kernel/genesis-context.ts';
import { concatBytes, uint32Bytes } from '../../kernel/key.ts';
import { blockEventsKey } from '../../kernel/own-work.ts';
import { hashEvents } from '../../kernel/receipt.ts';
import { ledger } from '../../index.ts';
import {
  Council,
  DAY_MS,
  genesisWith,
  memberId,
  OPENLY,
  proposal,
  rule,
} from '../../testing/council.ts';
import { Sandbox, testKey } from '../../testing/sandbox.ts';
import { encodeDelegate } from '../naming/delegate.ts';
import { encodeAdmit } from '../organizations/admit.ts';
import { readOrganization } from '../organizations/queries.ts';
import { encodeReinstate } from '../organizations/reinstate.ts';
import { encodeRevokeKey } from '../organizations/revoke-key.ts';
import { encodeAddKey } from '../organizations/add-key.ts';
import { encodeSetRoles } from '../organizations/set-roles.ts';
import { encodeSuspend } from '../organizations/suspend.ts';
import { encodeSuspendUrgently } from '../organizations/suspend-urgently.ts';
import { DEFAULT_CONSTITUTION, readConstitution } from './constitution.ts';
import { readCounter } from './counter.ts';
import { CONSTITUTION_KEY } from './keys.ts';
import { readProposal } from './proposal.ts';
import { encodePropose } from './propose.ts';
import { listProposals } from './queries.ts';
import { encodeSetConstitution } from './set-constitution.ts';
import { encodeSetValidators } from './set-validators.ts';
import { countVotes, readTally } from './tally.ts';
import { readValidators } from './validators.ts';
import { listVotes } from './vote-entry.ts';
import { encodeWithdraw } from './withdraw.ts';

const SUSPEND = encodeSuspend({ id: 'maker', reason: 'unpaid' });
const DEFAULT_RULES = DEFAULT_CONSTITUTION.rules.map((each) => ({
  ...each,
  electorate: [...each.electorate],
  veto: [...each.veto],
}));
const FIRST = memberId(1);
const SECOND = memberId(2);
const THIRD = memberId(3);
const FOURTH = memberId(4);
const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

test('a majority accepts and what was proposed is done in the transaction of the last vote', () => {
  const sandbox = new Council(4, [rule('*')]);
  assert.deepEqual(types(sandbox.propose(FIRST, SUSPEND).events), ['governance.proposed']);
  sandbox.vote('admin', 'yes');
  sandbox.vote(SECOND, 'yes');
  assert.equal(sandbox.status(), 'open');
  const last = sandbox.vote(THIRD, 'yes');
  assert.deepEqual(types(last.events), [
    'governance.voted',
    'organizations.suspended',
    'governance.closed',
  ]);
  const kept = readProposal(sandbox.state, 1);
  assert.deepEqual([kept?.proposal.status, kept?.proposal.code], ['executed', 'OK']);
  const entity = readOrganization(sandbox.state, 'maker')?.entity;
  assert.equal(entity?.status, 'suspended');
  assert.deepEqual(entity?.transactionId, kept?.proposal.transactionId, 'it leads to the proposal');
  assert.deepEqual(
    listVotes(sandbox.state, 1).map(({ organization, choice }) => [organization, choice]),
    [
      ['admin', 'yes'],
      [SECOND, 'yes'],
      [THIRD, 'yes'],
    ],
  );
  assert.equal(readCounter(sandbox.state).open, 0);
  assert.equal(ledger.dueMs(sandbox.state, sandbox.height + 1), undefined);
});

test('the actions of a proposal are done together or not at all, and the refusal is kept', () => {
  const sandbox = new Council(2, [rule('*')]);
  const admit = encodeAdmit({ id: 'new', name: 'N', roles: [], keys: [testKey('new')] });
  sandbox.propose('admin', admit, SUSPEND);
  // Meanwhile another decision takes the ground from under its second action.
  sandbox.propose('admin', SUSPEND);
  sandbox.vote('admin', 'yes', 2);
  sandbox.vote(FIRST, 'yes', 2);
  assert.equal(sandbox.status(2), 'executed');
  sandbox.vote('admin', 'yes');
  const last = sandbox.vote(FIRST, 'yes');
  assert.equal(last.word, 'OK', 'the vote itself stands');
  const { proposal: kept } = readProposal(sandbox.state, 1)!;
  assert.deepEqual(
    [kept.status, kept.code, kept.details],
    ['failed', 'ORGANIZATIONS_ALREADY_SUSPENDED', { action: 1, id: 'maker' }],
  );
  assert.equal(readOrganization(sandbox.state, 'new'), undefined);
});

test('rejected as soon as yes can no longer win; expired when time is over', () => {
  const sandbox = new Council(3, [rule('*')]);
  sandbox.propose('admin', SUSPEND);
  sandbox.vote(FIRST, 'no');
  assert.equal(sandbox.status(), 'open');
  sandbox.vote(SECOND, 'no');
  assert.equal(sandbox.status(), 'rejected', 'two of four against: no majority is left');
  sandbox.propose('admin', SUSPEND);
  sandbox.vote('admin', 'yes', 2);
  const own = sandbox.pass(DAY_MS);
  assert.deepEqual(types(own), ['governance.closed']);
  assert.equal(sandbox.status(2), 'expired');
  const kept = sandbox.state.get(blockEventsKey(sandbox.height));
  assert.deepEqual(kept, hashEvents(own), 'the state commits to what the block told by itself');
  assert.equal(sandbox.vote(FIRST, 'yes', 2).word, 'GOVERNANCE_PROPOSAL_CLOSED');
});

test('votes at the very end, and those that come in the block after, are too late', () => {
  const sandbox = new Council(2, [rule('*')]);
  sandbox.propose('admin', SUSPEND);
  const { closesMs } = readProposal(sandbox.state, 1)!.proposal;
  sandbox.timeMs = closesMs - 2000;
  assert.equal(sandbox.vote('admin', 'yes').word, 'OK');
  assert.equal(sandbox.timeMs, closesMs - 1000);
  const late = sandbox.vote(FIRST, 'yes');
  assert.equal(sandbox.timeMs, closesMs);
  assert.deepEqual(late.details, { action: 0, proposal: 1, status: 'expired' });
});

test('when more end than a block closes, those left are closed all the same', () => {
  const sandbox = new Council(30, [rule('*')]);
  for (let number = 0; number < 8; number += 1) sandbox.propose('admin', SUSPEND);
  for (let number = 0; number < 30; number += 1) {
    sandbox.propose(memberId(1 + number), SUSPEND);
  }
  sandbox.timeMs += DAY_MS;
  const voted = sandbox.vote('admin', 'yes', 38);
  assert.deepEqual(
    [voted.word, voted.details['status']],
    ['GOVERNANCE_PROPOSAL_CLOSED', 'expired'],
  );
  assert.equal(sandbox.own.length, 32);
  assert.equal(sandbox.status(38), 'open', 'by the book it is closed by the next block');
  assert.equal(sandbox.pass(1000).length, 6);
  assert.equal(sandbox.status(38), 'expired');
});

test('a time-lock: carried out by itself when it ends, unless vetoed or withdrawn before', () => {
  const lock = rule('*', { threshold: 'any', delayMs: DAY_MS, veto: ['role:regulator'] });
  const sandbox = new Council(1, [lock], { roles: ['regulator'] });
  for (const number of [1, 2, 3]) {
    sandbox.propose('admin', SUSPEND);
    const voted = sandbox.vote('admin', 'yes', number);
    assert.deepEqual(types(voted.events), ['governance.voted', 'governance.accepted']);
  }
  assert.equal(sandbox.vote('admin', 'no', 1).word, 'GOVERNANCE_PROPOSAL_CLOSED');
  assert.equal(sandbox.vote(FIRST, 'veto', 1).word, 'OK');
  assert.equal(sandbox.status(1), 'rejected');
  sandbox.must('admin', encodeWithdraw({ proposal: 2 }));
  assert.equal(sandbox.status(2), 'withdrawn');
  const { executesMs } = readProposal(sandbox.state, 3)!.proposal;
  assert.equal(ledger.dueMs(sandbox.state, sandbox.height + 1), executesMs);
  assert.deepEqual(
    sandbox.pass(Number(executesMs) - sandbox.timeMs - 1000),
    [],
    'one second before: an empty block is empty',
  );
  assert.deepEqual(types(sandbox.pass(1000)), ['organizations.suspended', 'governance.closed']);
  assert.equal(sandbox.status(3), 'executed');
});

test('who is silenced by urgency has a day to veto what was accepted meanwhile', () => {
  const veto = [`organization:${SECOND}`];
  const silence = encodeSuspendUrgently({ id: SECOND, hours: 24, reason: 'key stolen' });
  const urgency = rule('organizations.suspend-urgently', { threshold: 'any' });
  for (const [delayMs, isEarly] of [
    [0, true],
    [DAY_MS, true],
    [DAY_MS, false],
  ] as const) {
    const sandbox = new Council(2, [rule('*', { delayMs, veto }), urgency]);
    sandbox.propose(FIRST, SUSPEND);
    sandbox.vote('admin', 'yes');
    if (isEarly) sandbox.must('admin', silence);
    sandbox.vote(FIRST, 'yes');
    if (!isEarly) sandbox.must('admin', silence);
    assert.equal(sandbox.status(), 'accepted');
    sandbox.pass(DAY_MS + 10_000);
    assert.equal(readOrganization(sandbox.state, SECOND)?.entity.status, 'active');
    assert.equal(sandbox.status(), 'accepted');
    const { executesMs } = readProposal(sandbox.state, 1)!.proposal;
    assert.ok(executesMs! > sandbox.timeMs + DAY_MS - 60_000);
    if (isEarly) assert.equal(sandbox.vote(SECOND, 'veto').word, 'OK');
    else sandbox.pass(DAY_MS);
    assert.equal(sandbox.status(), isEarly ? 'rejected' : 'executed');
    assert.equal(ledger.dueMs(sandbox.state, sandbox.height + 1), undefined);
  }
});

test('a decision delegates nothing in the name of who was suspended meanwhile', () => {
  const lock = rule('naming.*', { threshold: 'any', electorate: ['members'], delayMs: DAY_MS });
  const open = rule('*', { threshold: 'any' });
  const lower = encodeDelegate({ prefix: '88.118', holder: 'second' });
  const locked = new Council(0, [open, lock]);
  locked.must(
    'admin',
    encodePropose({
      title: 'x',
      actions: [encodeDelegate({ prefix: '88', holder: 'top' })],
      vote: 'yes',
    }),
  );
  locked.pass(DAY_MS);
  assert.equal(locked.status(1), 'executed');
  locked.must('top', encodePropose({ title: 'x', actions: [lower], vote: 'yes' }));
  locked.must('admin', encodeSuspend({ id: 'top', reason: 'unpaid' }));
  locked.pass(DAY_MS);
  const { status, code } = readProposal(locked.state, 2)!.proposal;
  assert.deepEqual([status, code], ['failed', 'NAMING_PRINCIPAL_SUSPENDED']);
});

test('large committees cost one reading each, however many belong to several', () => {
  const organizations = Array.from({ length: 256 }, (_, place) => memberId(place + 1));
  // As many as a constitution has room for.
  const committees = Array.from({ length: 20 }, (_, place) => ({
    name: `c${place}`,
    organizations,
  }));
  const electorate = committees.map(({ name }) => `committee:${name}`);
  const sandbox = new Council(256, [rule('*', { electorate })], { committees });
  sandbox.propose(FIRST, SUSPEND);
  for (const id of organizations.slice(0, 4)) sandbox.vote(id, 'yes');
  sandbox.pass(1000);
  const startedAt = performance.now();
  const { counts } = countVotes(sandbox.state, 1, readProposal(sandbox.state, 1)!.proposal.rules);
  assert.ok(performance.now() - startedAt < 2000);
  assert.deepEqual(counts, [{ active: 256, size: 256, yes: 4, no: 0, abstain: 0 }]);
});

test('a veto stops a proposal at once, and only those that have it may', () => {
  const sandbox = new Council(2, [rule('*', { veto: [`organization:${SECOND}`] })]);
  sandbox.propose('admin', SUSPEND);
  assert.equal(sandbox.vote(FIRST, 'veto').word, 'GOVERNANCE_NO_VETO');
  assert.equal(sandbox.vote(SECOND, 'veto').word, 'OK');
  assert.equal(sandbox.status(), 'rejected');
  assert.deepEqual(
    listVotes(sandbox.state, 1).map(({ choice }) => choice),
    ['veto'],
  );
});

test('quorum, abstention, all, fractions, committees, several rules at once', () => {
  const committees = [{ name: 'standards', organizations: [FIRST, SECOND, THIRD] }];
  const rules = [
    rule('*', { threshold: 'all', electorate: ['committee:standards'] }),
    rule('organizations.suspend', { threshold: '1/4', quorum: '3/4' }),
  ];
  const sandbox = new Council(3, rules, { committees });
  sandbox.propose(FIRST, encodeSetRoles({ id: 'maker', roles: [] }));
  assert.equal(sandbox.vote('admin', 'yes').word, 'GOVERNANCE_NOT_A_VOTER');
  sandbox.vote(FIRST, 'yes');
  sandbox.vote(SECOND, 'abstain');
  assert.equal(sandbox.status(), 'open');
  sandbox.vote(THIRD, 'yes');
  assert.equal(sandbox.status(), 'executed', 'all but those that abstain');

  sandbox.propose('admin', SUSPEND);
  sandbox.vote('admin', 'yes', 2);
  assert.equal(sandbox.status(2), 'open', 'enough for it, but too few have voted');
  sandbox.vote(FIRST, 'no', 2);
  sandbox.vote(SECOND, 'abstain', 2);
  assert.equal(sandbox.status(2), 'executed');

  sandbox.propose(
    'admin',
    encodeReinstate({ id: 'maker', reason: 'paid' }),
    encodeSuspend({ id: 'top', reason: 'unpaid' }),
  );
  for (const voter of [FIRST, SECOND, THIRD]) sandbox.vote(voter, 'yes', 3);
  assert.equal(sandbox.status(3), 'executed', 'every one of its rules is met');
  sandbox.propose('admin', encodeReinstate({ id: 'top', reason: 'x' }), SUSPEND);
  sandbox.vote(FIRST, 'no', 4);
  assert.equal(sandbox.status(4), 'rejected', 'one rule that cannot be met is enough');
});

test('a proposal is bound to the rule it was made under; a new constitution drops it', () => {
  const sandbox = new Council(4, [rule('*'), rule('governance.*', { threshold: '4/5' })]);
  sandbox.propose(FIRST, SUSPEND);
  sandbox.vote(FIRST, 'yes');
  const easy = { committees: [], rules: [rule('*', { threshold: 'any' })] };
  // It would lower its own threshold: it is judged by the one that holds.
  sandbox.propose(SECOND, encodeSetConstitution(easy));
  const { hash } = readProposal(sandbox.state, 2)!.proposal.rules[0]!;
  for (const voter of [FIRST, SECOND, THIRD]) sandbox.vote(voter, 'yes', 2);
  assert.equal(sandbox.status(2), 'open', 'three of five are not four fifths');
  const last = sandbox.vote(FOURTH, 'yes', 2);
  assert.deepEqual(types(last.events), [
    'governance.voted',
    'governance.constitution-set',
    'governance.closed',
    'governance.closed',
  ]);
  assert.deepEqual([sandbox.status(1), sandbox.status(2)], ['dropped', 'executed']);
  assert.deepEqual(readProposal(sandbox.state, 2)!.proposal.rules[0]!.hash, hash);
  assert.equal(sandbox.vote('admin', 'yes', 1).word, 'GOVERNANCE_PROPOSAL_CLOSED');
  assert.equal(sandbox.submit(FIRST, SUSPEND).word, 'OK', 'now any administrator may');
  const { bytes, envelope, constitution } = readConstitution(sandbox.state);
  assert.deepEqual([envelope.version, constitution.rules[0]?.threshold], [2, 'any']);
  const replaced = sandbox.state.history.get(
    encodeHex(concatBytes(CONSTITUTION_KEY, uint32Bytes(1))),
  );
  assert.deepEqual(verifyHistory(bytes, [replaced!]).length, 2);
});

test('a proposal that contradicts itself is not put to the vote', () => {
  const sandbox = new Council(2, [rule('*')]);
  const twice = sandbox.submit('admin', proposal(SUSPEND, SUSPEND));
  assert.deepEqual(
    [twice.word, twice.details],
    [
      'GOVERNANCE_PROPOSAL_IMPOSSIBLE',
      { action: 0, part: 1, reason: 'ORGANIZATIONS_ALREADY_SUSPENDED' },
    ],
  );
  const strike = ['admin', FIRST, SECOND].map((id) => encodeSetRoles({ id, roles: [] }));
  const leaderless = sandbox.submit('admin', proposal(...strike));
  assert.equal(leaderless.details['reason'], 'ORGANIZATIONS_LAST_ADMINISTRATOR');
  assert.equal(readCounter(sandbox.state).last, 0);
});

test('params in a proposal are one CBOR map, or the proposal has no such params', () => {
  const sandbox = new Council(2, [rule('*')]);
  const { type, params } = SUSPEND;
  const bad = [
    Uint8Array.of(0xff),
    Uint8Array.of(0xa1),
    Uint8Array.of(0x01),
    params.slice(0, -1),
    Uint8Array.of(...params, 0x00),
    Uint8Array.of(0xbf, ...params.slice(1), 0xff),
  ];
  for (const bytes of bad) {
    const given = {
      title: 'As discussed',
      actions: [{ type, params: bytes }],
      vote: 'none',
    } as const;
    const { word, details } = sandbox.submit('admin', encodePropose(given));
    assert.equal(word, 'ACTION_PARAMS_INVALID');
    assert.equal(details['field'], 'actions[0].params');
    assert.equal(details['problem'], 'bad-form');
  }
  sandbox.propose('admin', SUSPEND);
});

test('removing voters does not make a proposal easier, and takes their votes away', () => {
  const sandbox = new Council(4, [
    rule('*', { threshold: 'any' }),
    rule('naming.*', { threshold: '3/5' }),
    rule('governance.*', { electorate: ['organization:admin'] }),
  ]);
  sandbox.propose(FIRST, encodeDelegate({ prefix: '77', holder: 'top' }));
  sandbox.vote(FIRST, 'yes');
  sandbox.vote(SECOND, 'yes');
  // Two voters are removed by somebody who could decide then with the third vote of three.
  sandbox.must(FIRST, encodeSuspend({ id: SECOND, reason: 'rival' }));
  sandbox.must(FIRST, encodeSuspend({ id: THIRD, reason: 'rival' }));
  sandbox.vote(FOURTH, 'yes');
  const [count] = readTally(sandbox.state, 1).counts;
  assert.deepEqual(count, { active: 3, size: 5, yes: 2, no: 0, abstain: 0 });
  assert.equal(sandbox.status(), 'open');
  sandbox.must(FIRST, encodeReinstate({ id: SECOND, reason: 'a mistake' }));
  sandbox.vote('admin', 'no');
  assert.equal(sandbox.status(), 'executed', 'who is back counts again: three of five');
});

test('a proposal may remove those who vote on it; a vote with a revoked key is none', () => {
  const sandbox = new Council(2, [rule('*')]);
  sandbox.propose('admin', encodeSuspend({ id: FIRST, reason: 'fraud' }));
  const { keyId } = testKey(FIRST);
  const spare = { id: FIRST, ...testKey('spare') };
  sandbox.must(FIRST, encodeAddKey(spare), encodeRevokeKey({ id: FIRST, keyId, reason: 'lost' }));
  assert.equal(sandbox.vote(FIRST, 'no').word, 'SIGNER_KEY_REVOKED');
  sandbox.vote('admin', 'yes');
  assert.equal(sandbox.status(), 'open');
  sandbox.vote(SECOND, 'yes');
  assert.equal(readOrganization(sandbox.state, FIRST)?.entity.status, 'suspended');
});

test('no vote breaks an invariant: the refusal is kept with the proposal', () => {
  const sandbox = new Council(0, [rule('*', { threshold: 'any' }), rule('governance.*')]);
  const validators = [{ organization: 'maker', publicKey: testKey('v').publicKey, power: 1 }];
  const unfit = sandbox.submit('admin', proposal(encodeSetValidators({ validators })));
  assert.equal(unfit.details['reason'], 'GOVERNANCE_VALIDATOR_UNFIT');
  sandbox.must('admin', encodeSetRoles({ id: 'maker', roles: ['validator'] }));
  sandbox.propose('admin', encodeSetValidators({ validators }));
  sandbox.vote('admin', 'yes');
  assert.deepEqual(readValidators(sandbox.state), validators);
});

test('the proposer may vote at once, and by the default constitution a sole administrator decides', () => {
  const sandbox = new Sandbox();
  const action = encodeSetConstitution({ ...DEFAULT_CONSTITUTION, committees: [] });
  const done = sandbox.must(
    'admin',
    encodePropose({ title: '新章程', actions: [action], vote: 'yes' }),
  );
  assert.deepEqual(types(done.events), [
    'governance.proposed',
    'governance.voted',
    'governance.constitution-set',
    'governance.closed',
  ]);
  assert.deepEqual(
    listProposals(sandbox.state, { limit: 5 }).map(({ proposal: { status } }) => status),
    ['executed'],
  );
});

test('a genesis file with a constitution that cannot be founds nothing', () => {
  const bad = [
    [rule('naming.*')],
    [rule('*', { electorate: ['role:auditor'] })],
    [rule('*', { electorate: ['committee:nobody'] })],
    [rule('*', { threshold: '5/4' })],
    [rule('*'), rule('naming.register')],
    [rule('*'), rule('*')],
  ];
  for (const rules of bad) {
    const genesis = genesisWith({ committees: [], rules });
    assert.throws(() => ledger.initializeState(genesis), GenesisStateError);
  }
});

test('a genesis file whose entries the store could not hold founds nothing, and says why', () => {
  const ids = Array.from({ length: 256 }, (_, place) => `a-rather-long-name-of-a-firm-${place}`);
  const organizations = ids.map((id) => {
    const { algorithm, publicKey } = testKey(id);
    return { id, name: id, roles: [], keys: [{ algorithm, publicKey }] };
  });
  const committees = Array.from({ length: 10 }, (_, place) => ({
    name: `committee-${place}`,
    organizations: ids,
  }));
  const large = genesisWith({ committees, rules: [OPENLY] }, organizations);
  assert.throws(() => ledger.initializeState(large), {
    code: 'GENESIS_CONSTITUTION',
    message: /^the constitution has \d{5} bytes as the ledger keeps it, more than 61440; make/,
  });
  const genesis = genesisWith({ committees: [], rules: [OPENLY] });
  const { publicKey } = testKey('v');
  const validator = { name: 'v'.repeat(70_000), address: new Uint8Array(20), publicKey, power: 1n };
  assert.throws(() => ledger.initializeState({ ...genesis, validators: [validator] }), {
    code: 'GENESIS_ENTRY_TOO_LARGE',
  });
});

test('nobody chooses who votes on the constitution but those who vote on it', () => {
  const council = new Council(4, DEFAULT_RULES);
  const suspension = encodeSuspend({ id: FIRST, reason: 'in the way' });
  const direct = council.submit('admin', suspension);
  assert.equal(direct.word, 'GOVERNANCE_PROPOSAL_NEEDED');
  assert.equal(direct.details['rule'], 'governance.*');
  const keys = [testKey('puppet')];
  const puppet = encodeAdmit({ id: 'puppet', name: 'P', roles: ['administrator'], keys });
  assert.equal(council.submit('admin', puppet).word, 'GOVERNANCE_PROPOSAL_NEEDED');
  // Whom it does not concern is suspended as before.
  council.must('admin', encodeSuspend({ id: 'maker', reason: 'fraud' }));
  council.propose('admin', suspension);
  council.vote('admin', 'yes');
  assert.equal(council.status(), 'open');
  council.vote(SECOND, 'yes');
  council.vote(memberId(3), 'yes');
  council.vote(memberId(4), 'yes');
  assert.equal(readOrganization(council.state, FIRST)?.entity.status, 'suspended');
});

test('an urgent suspension that lasts is a change of who votes', () => {
  const council = new Council(4, DEFAULT_RULES);
  council.must('admin', encodeSuspendUrgently({ id: FIRST, hours: 1, reason: 'key stolen' }));
  const lasting = council.submit('admin', encodeSuspend({ id: FIRST, reason: 'for good' }));
  assert.equal(lasting.word, 'GOVERNANCE_PROPOSAL_NEEDED');
});

test('who would decide alone on the constitution admits another such at once', () => {
  const sandbox = new Sandbox();
  const keys = [testKey('second admin')];
  const admit = encodeAdmit({ id: 'other', name: 'O', roles: ['administrator'], keys });
  sandbox.must('admin', admit);
  const third = [testKey('third admin')];
  const more = encodeAdmit({ id: 'third', name: 'T', roles: ['administrator'], keys: third });
  assert.equal(sandbox.submit('admin', more).word, 'GOVERNANCE_PROPOSAL_NEEDED');
});
