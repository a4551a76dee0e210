import type { DecodedTransaction, Genesis } from '@touchmark/codec';
import type { Misbehavior } from '@touchmark/ledger';
import { foretold } from './authority.ts';
import { hexOf } from './bytes.ts';
import type { Before, Call, Decision, Execute, GivenAction, Signer, Verify } from './call.ts';
import { foundState } from './genesis.ts';
import {
  authorize,
  captureBefore,
  checkInvariants,
  GOVERNANCE_ACTIONS,
  guardVoters,
  isGoverned,
  runQueue,
} from './governance.ts';
import { isOwnDelegation, NAMING_ACTIONS } from './naming.ts';
import { endSuspension, isOwn, ORGANIZATION_ACTIONS } from './organizations.ts';
import { readParams } from './params.ts';
import type { Params } from './params.ts';
import { chargeBytes, quotaOf } from './quotas.ts';
import { codeOf, refuse } from './refused.ts';
import { SIGNATURE_ACTIONS } from './signatures.ts';
import { admitTransaction } from './signers.ts';
import { halves, ModelState, pair } from './state.ts';
import type { Amounts } from './rows.ts';
import { accuse } from './validators.ts';

const TRANSACTION_CHECKS = 64;
const BLOCK_CHECKS = { left: 256, ofStrangers: 64 };
const UNBOUNDED = { left: Infinity, ofStrangers: Infinity };
const MOST_DUE = 32;
const PRUNED = { base: 16, each: 2 };

const ACTIONS: Readonly<Record<string, Execute>> = {
  ...ORGANIZATION_ACTIONS,
  ...NAMING_ACTIONS,
  ...SIGNATURE_ACTIONS,
  ...GOVERNANCE_ACTIONS,
};

export interface ModelBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly transactions: readonly DecodedTransaction[];
  readonly misbehavior?: readonly Misbehavior[];
}

/** What the model says of a transaction. */
export interface Foretold {
  /** `OK` or the code; all ways of having no right over a name are one. */
  readonly code: string;
  readonly isFinal: boolean;
  /** Types of the events. */
  readonly events: readonly string[];
}

export interface ForetoldBlock {
  readonly results: readonly Foretold[];
  /** Types of the block's own events. */
  readonly events: readonly string[];
}

interface Surroundings {
  readonly author: string;
  readonly tx: string;
  readonly signers: readonly Signer[];
  readonly isDecision: boolean;
  readonly isConstituent: boolean;
  readonly checks: Call['checks'];
  readonly quota: Amounts | null;
  readonly events: string[];
}

/**
 * The ledger once more, from spec/ledger.md alone and without a thought for speed: what the state
 * machine does to any block must be what this says.
 */
export class LedgerModel {
  readonly state: ModelState;
  readonly chainId: string;
  readonly #verify: Verify;

  /** @param numberOf the number of a code, 0 of OK; undefined of what is no code. */
  constructor(genesis: Genesis, verify: Verify, numberOf: (code: string) => number | undefined) {
    this.state = new ModelState(numberOf);
    this.chainId = genesis.chainId;
    this.#verify = verify;
    foundState(this.state, genesis);
  }

  /** Applies a block to the model, and says what must come of it. */
  block({ height, timeMs, transactions, misbehavior = [] }: ModelBlock): ForetoldBlock {
    this.state.journal.begin({ height, timeMs });
    this.#prune(transactions.length);
    const events: string[] = [];
    for (const one of misbehavior) accuse(this.state, one, events);
    this.#due(events);
    const blockChecks = { ...BLOCK_CHECKS };
    const results = transactions.map((transaction) => this.#transaction(transaction, blockChecks));
    return { results, events };
  }

  #prune(transactions: number): void {
    if (transactions === 0) return;
    const { recent, journal } = this.state;
    const most = PRUNED.base + PRUNED.each * transactions;
    const over = recent
      .names()
      .map((name) => ({ name, expiry: Number(halves(name)[0]) }))
      .filter(({ expiry }) => expiry <= journal.moment.timeMs)
      .toSorted((left, right) => left.expiry - right.expiry || (left.name < right.name ? -1 : 1));
    for (const { name } of over.slice(0, most)) recent.remove(name);
  }

  #due(events: string[]): void {
    const { state } = this;
    const own = this.#call({
      author: '',
      tx: '00'.repeat(32),
      signers: [],
      isDecision: true,
      isConstituent: false,
      checks: { own: TRANSACTION_CHECKS, block: UNBOUNDED },
      quota: null,
      events,
    });
    let left = MOST_DUE;
    while (left > 0 && endSuspension(state, events)) left -= 1;
    while (left > 0 && runQueue(own)) left -= 1;
  }

  #transaction(transaction: DecodedTransaction, block: Call['checks']['block']): Foretold {
    const { state } = this;
    const { content, bytes } = transaction;
    const mark = state.journal.mark();
    const events: string[] = [];
    let signers: Signer[] = [];
    const refused = codeOf(() => {
      signers = admitTransaction(state, this.chainId, transaction, this.#verify);
    });
    if (refused !== 'OK') return { code: refused, isFinal: false, events: [] };
    const author = signers[0]!.organization;
    const call = this.#call({
      author,
      tx: hexOf(transaction.id),
      signers,
      isDecision: false,
      isConstituent: false,
      checks: { own: TRANSACTION_CHECKS, block },
      quota: quotaOf(state, author),
      events,
    });
    const code = codeOf(() => {
      this.#run(call, content.actions);
      const types = content.actions.map(({ type }) => type);
      chargeBytes(call, bytes.length, types);
    });
    if (code !== 'OK') state.journal.rollback(mark);
    if (code === 'BLOCK_FULL') return { code, isFinal: false, events: [] };
    state.recent.put(pair(String(content.expiresAtMs), hexOf(transaction.id)), foretold(code));
    return { code: foretold(code), isFinal: true, events: code === 'OK' ? events : [] };
  }

  #call(given: Surroundings): Call {
    let before: Before | undefined;
    const call: Call = {
      state: this.state,
      chainId: this.chainId,
      verify: this.#verify,
      ...given,
      before() {
        before ??= captureBefore(this.state);
        return before;
      },
      carryOut: (decision, isKept) => this.#carryOut(call, decision, isKept),
    };
    return call;
  }

  #run(call: Call, actions: readonly GivenAction[]): void {
    // Measured against what was there before the first action.
    if (actions.some(({ type }) => isGoverned(type))) call.before();
    for (const { type, params } of actions) this.#action(call, type, readParams(type, params));
  }

  #action(call: Call, type: string, params: Params): void {
    const execute = ACTIONS[type]!;
    if (!isGoverned(type)) {
      execute(call, params);
      return;
    }
    const isByItself =
      type === 'naming.delegate' ? isOwnDelegation(params) : isOwn(call, type, params);
    if (!isByItself && !call.isDecision) authorize(call, type);
    execute(call, params);
    checkInvariants(call.state, call.before());
    if (!isByItself) guardVoters(call);
  }

  /** All of the actions, or none; without `isKept` none in any case. */
  #carryOut(outer: Call, decision: Decision, isKept: boolean): void {
    const { journal } = this.state;
    const mark = journal.mark();
    const events: string[] = [];
    const own = { own: TRANSACTION_CHECKS, block: UNBOUNDED };
    const call = this.#call({
      ...decision,
      signers: [],
      isDecision: true,
      checks: isKept ? own : outer.checks,
      quota: null,
      events,
    });
    const code = codeOf(() => this.#run(call, decision.actions));
    if (code !== 'OK' || !isKept) journal.rollback(mark);
    if (code !== 'OK') refuse(code);
    if (isKept) outer.events.push(...events);
  }
}
