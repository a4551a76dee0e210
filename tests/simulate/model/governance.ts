import { decode, encode } from '@touchmark/codec';
import type { CborInput } from '@touchmark/codec';
import { publicKeyIsAcceptable, sha256 } from '@touchmark/crypto';
import { halves, pair, ruleValue } from './state.ts';
import type { CommitteeRow, CountRow, PinnedRow, ProposalRow, RuleRow } from './rows.ts';
import type { ModelState } from './state.ts';
import { hexOf, inOrder } from './bytes.ts';
import { bytesIn, numberOf, recordsOf, textOf, textsOf } from './call.ts';
import type { Before, Call, Execute, GivenAction } from './call.ts';
import type { Params } from './params.ts';
import { codeOf, demand, refuse } from './refused.ts';
import { checkValidators, claimSigner, putValidators } from './validators.ts';
import {
  constitutionOf,
  constitutionRule,
  countElectorate,
  decidesAlone,
  electorateOf,
  isConstitution,
  isVoter,
  judge,
  mayActAsValidator,
  ruleFor,
} from './voters.ts';

/** Section 8 of spec/ledger.md: rules, proposals, votes. */

const STATUS = {
  open: 0,
  accepted: 1,
  executed: 2,
  failed: 3,
  rejected: 4,
  expired: 5,
  withdrawn: 6,
  dropped: 7,
} as const;
const MOST_RULE_BYTES = 24_576;
const VETO_PAUSE_MS = 86_400_000;

/** All but the few that are an organization's alone, and what is done without being asked. */
const GOVERNED = new Set([
  'organizations.admit',
  'organizations.suspend',
  'organizations.reinstate',
  'organizations.set-roles',
  'organizations.revoke-key',
  'organizations.admit-applicant',
  'organizations.decline',
  'organizations.suspend-urgently',
  'organizations.leave',
  'organizations.set-recovery',
  'organizations.recover',
  'organizations.set-codes',
  'organizations.attach',
  'organizations.detach',
  'organizations.set-quota',
  'naming.delegate',
  'naming.reassign-prefix',
  'naming.reassign',
  'governance.set-constitution',
  'governance.set-validators',
  'governance.set-consensus',
  'governance.activate',
  'governance.cancel-activation',
]);

export const isGoverned = (type: string): boolean => GOVERNED.has(type);

const isClass = (action: string): boolean =>
  action === '*' || /^(organizations|naming|governance)\.\*$/.test(action) || isGoverned(action);

const sameRule = (left: RuleRow, right: RuleRow): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** The author of a governed action must be one who decides it alone. */
export function authorize({ state, author }: Call, type: string): void {
  const rule = ruleFor(constitutionOf(state).rules, type);
  demand(isVoter(state, rule.electorate, author), 'GOVERNANCE_NOT_ENTITLED');
  const isOpen =
    rule.threshold === 'any' &&
    rule.quorum.startsWith('0/') &&
    rule.delayMs === 0 &&
    rule.veto.length === 0;
  demand(isOpen, 'GOVERNANCE_PROPOSAL_NEEDED');
}

export function captureBefore(state: ModelState): Before {
  const rule = constitutionRule(state);
  const voters = electorateOf(state, rule.electorate);
  const active = new Set(voters.filter((id) => isVoter(state, rule.electorate, id)));
  return {
    rule,
    voters,
    count: { active: active.size, size: voters.length },
    validators: state.validators.get('') ?? [],
    isVoter: (id) => active.has(id),
  };
}

/** Asked after every governed action. */
export function checkInvariants(state: ModelState, before: Before): void {
  const rule = constitutionRule(state);
  demand(electorateOf(state, rule.electorate).length > 0, 'GOVERNANCE_UNCHANGEABLE');
  checkValidators(state, before);
}

/** Who votes on the constitution changes by the rule for it alone. */
export function guardVoters({ state, author, isDecision, isConstituent, before }: Call): void {
  if (isConstituent) return;
  const { rule, voters, count, isVoter: wasVoter } = before();
  const now = electorateOf(state, rule.electorate);
  if (now.join() === voters.join()) return;
  const alone = !isDecision && wasVoter(author) && decidesAlone(rule, count);
  demand(alone, 'GOVERNANCE_PROPOSAL_NEEDED');
}

const propose: Execute = (call, params) => {
  const { state, author } = call;
  const actions = actionsOf(params);
  const rules: PinnedRow[] = [];
  for (const { type } of actions) {
    demand(isGoverned(type), 'GOVERNANCE_ACTION_NOT_GOVERNED');
    pin(state, rules, ruleFor(constitutionOf(state).rules, type));
  }
  const isEntitled = rules.some(({ rule }) => isVoter(state, rule.electorate, author));
  demand(isEntitled, 'GOVERNANCE_NOT_ENTITLED');
  const [newest, open] = state.counter.get('') ?? [0, 0];
  demand(open < 64, 'GOVERNANCE_TOO_MANY_PROPOSALS');
  const own = state.openProposals
    .names()
    .filter((number) => state.proposals.get(number)?.author === author);
  // Where it gets crowded, everybody has one.
  demand(own.length < (open >= 32 ? 1 : 8), 'GOVERNANCE_TOO_MANY_PROPOSALS');
  tryActions(call, actions, rules);
  const number = String(newest + 1);
  const { timeMs } = state.journal.moment;
  const closesMs = timeMs + Math.max(...rules.map(({ rule }) => rule.votingMs));
  const content = encode(contentOf(textOf(params, 'title'), actions));
  state.proposals.put(number, {
    status: STATUS.open,
    author,
    tx: call.tx,
    openedMs: timeMs,
    closesMs,
    executesMs: null,
    content: sha256(content),
    rules,
    code: null,
  });
  state.contents.put(number, content);
  state.tallies.put(number, countVotes(state, number, rules));
  state.openProposals.put(number, true);
  state.queue.put(pair(String(closesMs), number), true);
  state.counter.put('', [newest + 1, open + 1]);
  call.events.push('governance.proposed');
  if (textOf(params, 'vote') === 'yes') castVote(call, number, 'yes', '');
  else settle(call, number);
};

const contentOf = (title: string, actions: readonly GivenAction[]): CborInput => [
  title,
  actions.map(({ type, params }) => [type, params]),
];

const actionsOf = (params: Params): GivenAction[] =>
  recordsOf(params, 'actions').map((action) => ({
    type: textOf(action, 'type'),
    params: bytesIn(action, 'params'),
  }));

function pin(state: ModelState, rules: PinnedRow[], rule: RuleRow): void {
  if (rules.some((pinned) => sameRule(pinned.rule, rule))) return;
  rules.push({ rule, size: countElectorate(state, rule.electorate).size });
}

/** What can't be is not worth a vote; what changes the voters on the constitution goes by that. */
function tryActions(call: Call, actions: readonly GivenAction[], rules: PinnedRow[]): void {
  const rule = constitutionRule(call.state);
  const isConstituent = rules.some((pinned) => sameRule(pinned.rule, rule));
  const { author, tx } = call;
  const code = codeOf(() => call.carryOut({ author, tx, isConstituent, actions }, false));
  if (code === 'OK') return;
  if (code === 'GOVERNANCE_PROPOSAL_NEEDED' && !isConstituent) {
    pin(call.state, rules, rule);
    tryActions(call, actions, rules);
    return;
  }
  refuse(code === 'BLOCK_FULL' ? code : 'GOVERNANCE_PROPOSAL_IMPOSSIBLE');
}

const epochOf = (state: ModelState): number => state.membership.get('')?.[0] ?? 0;

function countVotes(
  state: ModelState,
  number: string,
  rules: readonly PinnedRow[],
): { epoch: number; counts: CountRow[] } {
  const cast = state.votes.names().filter((name) => halves(name)[0] === number);
  const counts = rules.map(({ rule, size: least }) => {
    const { active, size } = countElectorate(state, rule.electorate);
    const of = (choice: number): number =>
      cast.filter((name) => {
        const isCounted = isVoter(state, rule.electorate, halves(name)[1]);
        return isCounted && state.votes.get(name)?.choice === choice;
      }).length;
    return { active, size: Math.max(size, least), yes: of(0), no: of(1), abstain: of(2) };
  });
  return { epoch: epochOf(state), counts };
}

function recount(state: ModelState, number: string): readonly CountRow[] {
  const tally = state.tallies.get(number)!;
  if (tally.epoch === epochOf(state)) return tally.counts;
  const counted = countVotes(state, number, state.proposals.get(number)!.rules);
  state.tallies.put(number, counted);
  return counted.counts;
}

const vote: Execute = (call, params) => {
  const { state } = call;
  const number = String(numberOf(params, 'proposal'));
  const choice = textOf(params, 'choice');
  const row = state.proposals.get(number) ?? refuse('GOVERNANCE_PROPOSAL_UNKNOWN');
  demandRunning(state, row, choice === 'veto');
  if (choice === 'veto') castVeto(call, number, textOf(params, 'reason'));
  else castVote(call, number, choice, textOf(params, 'reason'));
};

function demandRunning(state: ModelState, row: ProposalRow, orAccepted: boolean): void {
  const isOpen = row.status === STATUS.open && row.closesMs > state.journal.moment.timeMs;
  const isAccepted = orAccepted && row.status === STATUS.accepted;
  demand(isOpen || isAccepted, 'GOVERNANCE_PROPOSAL_CLOSED');
}

const CHOICES = ['yes', 'no', 'abstain', 'veto'];

function entry(call: Call, choice: string, reason: string) {
  const { height, timeMs } = call.state.journal.moment;
  const number = CHOICES.indexOf(choice) as 0 | 1 | 2 | 3;
  return { choice: number, reason, keyId: call.signers[0]!.keyId, tx: call.tx, height, timeMs };
}

function castVote(call: Call, number: string, choice: string, reason: string): void {
  const { state, author } = call;
  const { rules } = state.proposals.get(number)!;
  const may = rules.map(({ rule }) => isVoter(state, rule.electorate, author));
  demand(may.includes(true), 'GOVERNANCE_NOT_A_VOTER');
  const place = pair(number, author);
  demand(!state.votes.has(place), 'GOVERNANCE_ALREADY_VOTED');
  recount(state, number);
  state.votes.put(place, entry(call, choice, reason));
  state.tallies.put(number, countVotes(state, number, rules));
  call.events.push('governance.voted');
  settle(call, number);
}

function castVeto(call: Call, number: string, reason: string): void {
  const { state, author } = call;
  const { rules } = state.proposals.get(number)!;
  const may = rules.some(({ rule }) => isVoter(state, rule.veto, author));
  demand(may, 'GOVERNANCE_NO_VETO');
  state.vetoes.put(pair(number, author), entry(call, 'veto', reason));
  call.events.push('governance.voted');
  close(call, number, STATUS.rejected);
}

/** What due work and actions have in common. */
type Course = Pick<Call, 'state' | 'events' | 'carryOut'>;

function settle(course: Course, number: string): void {
  const { state } = course;
  const { rules } = state.proposals.get(number)!;
  const counts = recount(state, number);
  const verdicts = rules.map(({ rule }, place) => judge(rule, counts[place]!));
  if (verdicts.includes('rejected')) close(course, number, STATUS.rejected);
  else if (!verdicts.includes('open')) accept(course, number);
}

function vetoMs(state: ModelState, { rules }: ProposalRow): number {
  const ids = rules.flatMap(({ rule }) => electorateOf(state, rule.veto));
  return Math.max(0, ...ids.map((id) => (state.urgencies.get(id) ?? 0) + VETO_PAUSE_MS));
}

function accept(course: Course, number: string): void {
  const { state } = course;
  const { timeMs } = state.journal.moment;
  const row = state.proposals.get(number)!;
  const delayMs = Math.max(...row.rules.map(({ rule }) => rule.delayMs));
  const executesMs = Math.max(timeMs + delayMs, vetoMs(state, row));
  if (executesMs > timeMs) putOff(course, number, executesMs);
  else carryOut(course, number);
}

function putOff({ state, events }: Course, number: string, executesMs: number): void {
  const row = state.proposals.get(number)!;
  state.queue.remove(pair(String(row.executesMs ?? row.closesMs), number));
  state.queue.put(pair(String(executesMs), number), true);
  state.proposals.put(number, { ...row, status: STATUS.accepted, executesMs });
  events.push('governance.accepted');
}

function takeOff(state: ModelState, number: string): void {
  const row = state.proposals.get(number)!;
  state.openProposals.remove(number);
  state.queue.remove(pair(String(row.executesMs ?? row.closesMs), number));
  const [newest, open] = state.counter.get('')!;
  state.counter.put('', [newest, open - 1]);
}

function close({ state, events }: Course, number: string, status: number): void {
  takeOff(state, number);
  state.proposals.put(number, { ...state.proposals.get(number)!, status });
  events.push('governance.closed');
}

function carryOut(course: Course, number: string): void {
  const { state, events } = course;
  takeOff(state, number);
  const row = state.proposals.get(number)!;
  const isConstituent = row.rules.some(({ rule }) => sameRule(rule, constitutionRule(state)));
  const actions = keptActions(state, number);
  const { author, tx } = row;
  const code = codeOf(() => course.carryOut({ author, tx, isConstituent, actions }, true));
  const status = code === 'OK' ? STATUS.executed : STATUS.failed;
  state.proposals.put(number, { ...row, status, code });
  events.push('governance.closed');
}

function keptActions(state: ModelState, number: string): GivenAction[] {
  const [, actions] = decode(state.contents.get(number)!) as readonly [
    string,
    [string, Uint8Array][],
  ];
  return actions.map(([type, params]) => ({ type, params }));
}

/** Does the first of what is due; false if nothing is. */
export function runQueue(course: Course): boolean {
  const { state } = course;
  const { timeMs } = state.journal.moment;
  const due = state.queue
    .names()
    .map((name) => halves(name))
    .filter(([dueMs]) => Number(dueMs) <= timeMs)
    .toSorted(
      (left, right) => Number(left[0]) - Number(right[0]) || Number(left[1]) - Number(right[1]),
    );
  const number = due[0]?.[1];
  if (number === undefined) return false;
  const row = state.proposals.get(number)!;
  if (row.status === STATUS.accepted) {
    const executesMs = vetoMs(state, row);
    if (executesMs > timeMs) putOff(course, number, executesMs);
    else carryOut(course, number);
    return true;
  }
  settle(course, number);
  if (state.proposals.get(number)?.status === STATUS.open) close(course, number, STATUS.expired);
  return true;
}

const withdraw: Execute = (call, params) => {
  const number = String(numberOf(params, 'proposal'));
  const row = call.state.proposals.get(number) ?? refuse('GOVERNANCE_PROPOSAL_UNKNOWN');
  demand(row.author === call.author, 'GOVERNANCE_NOT_PROPOSER');
  demandRunning(call.state, row, true);
  close(call, number, STATUS.withdrawn);
};

const rowOfRule = (given: Params): RuleRow => ({
  action: textOf(given, 'action'),
  threshold: textOf(given, 'threshold'),
  electorate: textsOf(given, 'electorate'),
  quorum: textOf(given, 'quorum'),
  votingMs: numberOf(given, 'votingMs'),
  delayMs: numberOf(given, 'delayMs'),
  veto: textsOf(given, 'veto'),
});

const rowOfCommittee = (given: Params): CommitteeRow => ({
  name: textOf(given, 'name'),
  organizations: textsOf(given, 'organizations'),
});

export const sorted = (committees: readonly CommitteeRow[], rules: readonly RuleRow[]) => ({
  committees: committees.toSorted((left, right) => inOrder(left.name, right.name)),
  rules: rules.toSorted((left, right) => inOrder(left.action, right.action)),
});

const setConstitution: Execute = (call, params) => {
  const { state } = call;
  const committees = recordsOf(params, 'committees').map(rowOfCommittee);
  const rules = recordsOf(params, 'rules').map(rowOfRule);
  const bytes = rules.reduce((sum, rule) => sum + encode(ruleValue(rule)).length, 0);
  const holds = isConstitution(state, { committees, rules }, isClass) && bytes <= MOST_RULE_BYTES;
  demand(holds, 'GOVERNANCE_CONSTITUTION_INVALID');
  state.constitution.put('', { tx: call.tx, ...sorted(committees, rules) });
  call.events.push('governance.constitution-set');
  const open = state.openProposals.names().toSorted((a, b) => Number(a) - Number(b));
  for (const number of open) close(call, number, STATUS.dropped);
};

const setValidators: Execute = (call, params) => {
  const list = recordsOf(params, 'validators').map((given) => ({
    organization: textOf(given, 'organization'),
    publicKey: bytesIn(given, 'publicKey'),
    power: numberOf(given, 'power'),
  }));
  for (const [place, { organization, publicKey }] of list.entries()) {
    demand(mayActAsValidator(call.state, organization), 'GOVERNANCE_VALIDATOR_UNFIT');
    const first = list.findIndex((row) => hexOf(row.publicKey) === hexOf(publicKey));
    const isGood = first === place && publicKeyIsAcceptable('ed25519', publicKey);
    demand(isGood, 'GOVERNANCE_VALIDATOR_KEY');
  }
  putValidators(call.state, list);
  call.events.push('governance.validators-set');
};

const setConsensus: Execute = ({ state, events }, params) => {
  const blocks = numberOf(params, 'evidenceBlocks');
  state.consensus.put('', [numberOf(params, 'maxBytes'), blocks, numberOf(params, 'evidenceMs')]);
  events.push('governance.consensus-set');
};

const activate: Execute = (call, params) => {
  const { state, events } = call;
  const { height } = state.journal.moment;
  const module = textOf(params, 'module');
  const list = state.activations.get(module) ?? [];
  const last = list.at(-1);
  demand(last === undefined || last[1] <= height, 'GOVERNANCE_ACTIVATION_PENDING');
  const current = last?.[0] ?? 1;
  demand(numberOf(params, 'version') === current + 1, 'GOVERNANCE_VERSION_ORDER');
  demand(numberOf(params, 'height') >= height + 1, 'GOVERNANCE_ACTIVATION_HEIGHT');
  const next = [numberOf(params, 'version'), numberOf(params, 'height')] as const;
  state.activations.put(module, [...list, next]);
  events.push('governance.activation-set');
};

const cancelActivation: Execute = ({ state, events }, params) => {
  const module = textOf(params, 'module');
  const list = state.activations.get(module) ?? [];
  const last = list.at(-1);
  const isPending = last !== undefined && last[1] > state.journal.moment.height;
  demand(isPending, 'GOVERNANCE_ACTIVATION_NONE');
  if (list.length === 1) state.activations.remove(module);
  else state.activations.put(module, list.slice(0, -1));
  events.push('governance.activation-cancelled');
};

export const GOVERNANCE_ACTIONS: Readonly<Record<string, Execute>> = {
  'governance.propose': propose,
  'governance.vote': vote,
  'governance.withdraw': withdraw,
  'governance.set-constitution': setConstitution,
  'governance.set-validators': setValidators,
  'governance.set-consensus': setConsensus,
  'governance.activate': activate,
  'governance.cancel-activation': cancelActivation,
  'governance.claim-signer': claimSigner,
};
