import type { Misbehavior } from '@touchmark/ledger';
import { sha256 } from '@touchmark/crypto';
import { hexOf } from './bytes.ts';
import { bytesIn } from './call.ts';
import { idOfKey } from './keys.ts';
import type { Before, Execute } from './call.ts';
import { codeOf, demand } from './refused.ts';
import type { ValidatorRow } from './rows.ts';
import { pair } from './state.ts';
import type { ModelState } from './state.ts';

/** What no decision may make of the validators: section 8 of spec/ledger.md. */

export function checkValidators(state: ModelState, before: Pick<Before, 'validators'>): void {
  const now = state.validators.get('') ?? [];
  const least = Math.min(4, before.validators.length);
  demand(now.length >= least, 'GOVERNANCE_TOO_FEW_VALIDATORS');
  if (before.validators.length === 0) return;
  for (const organization of organizationsOf(now)) {
    demand(isSpread(now, before.validators, organization), 'GOVERNANCE_POWER_CONCENTRATED');
  }
}

const organizationsOf = (list: readonly ValidatorRow[]) =>
  new Set(list.map(({ organization }) => organization));

function isSpread(
  now: readonly ValidatorRow[],
  before: readonly ValidatorRow[],
  organization: string,
): boolean {
  const powers = (list: readonly ValidatorRow[]) => {
    const of = (some: readonly ValidatorRow[]) =>
      some.reduce((sum, { power }) => sum + BigInt(power), 0n);
    return { own: of(list.filter((row) => row.organization === organization)), all: of(list) };
  };
  const [is, was] = [powers(now), powers(before)];
  // Of up to three, before and after, nobody has less than a third if all have the same.
  const spare = Math.max(organizationsOf(now).size, organizationsOf(before).size) <= 3 ? 1n : 0n;
  const isLess = ({ own, all }: typeof is) => own * 3n < all + spare;
  if (isLess(is)) return true;
  return !isLess(was) && is.own * was.all <= was.own * is.all;
}

export const addressOf = (publicKey: Uint8Array): Uint8Array => sha256(publicKey).slice(0, 20);

/** These from here on; whose the others were is remembered. */
export function putValidators(state: ModelState, list: readonly ValidatorRow[]): void {
  const kept = new Set(list.map(({ publicKey }) => hexOf(publicKey)));
  for (const row of state.validators.get('') ?? []) {
    if (kept.has(hexOf(row.publicKey))) continue;
    const { height } = state.journal.moment;
    state.former.put(hexOf(addressOf(row.publicKey)), { ...row, height });
  }
  state.validators.put('', list);
}

/** Which machine has a validator's key: section 8 of spec/ledger.md. */
export const claimSigner: Execute = (call, params) => {
  const { state, events } = call;
  const publicKey = bytesIn(params, 'publicKey');
  const isValidator = (state.validators.get('') ?? []).some(
    (row) => hexOf(row.publicKey) === hexOf(publicKey),
  );
  const hasSigned = call.signers[0]?.keyId === idOfKey('ed25519', publicKey);
  demand(isValidator && hasSigned, 'GOVERNANCE_SIGNER_UNFIT');
  const address = hexOf(addressOf(publicKey));
  const before = state.signers.get(address)?.mark ?? Uint8Array.of();
  const isNext = hexOf(before) === hexOf(bytesIn(params, 'replaces'));
  demand(isNext, 'GOVERNANCE_SIGNER_CLAIMED');
  const { height } = state.journal.moment;
  state.signers.put(address, { mark: bytesIn(params, 'mark'), height });
  events.push('governance.signer-claimed');
};

const MOST_EVIDENCE = 100;

/** What a block's evidence leads to: section 8 of spec/ledger.md. */
export function accuse(state: ModelState, misbehavior: Misbehavior, events: string[]): void {
  const { kind, address, power, height, timeMs } = misbehavior;
  const list = state.validators.get('') ?? [];
  const own = list.find(({ publicKey }) => hexOf(addressOf(publicKey)) === hexOf(address));
  const organization = own?.organization ?? state.former.get(hexOf(address))?.organization;
  if (organization === undefined) return;
  const mark = state.journal.mark();
  if (own !== undefined) {
    putValidators(
      state,
      list.filter((row) => row !== own),
    );
  }
  const isSafe = codeOf(() => checkValidators(state, { validators: list })) === 'OK';
  const struck = own !== undefined && isSafe;
  if (!struck) state.journal.rollback(mark);
  if (state.organizations.has(organization)) {
    events.push('organizations.misbehaved');
    const known = state.evidence.names().filter((name) => name.startsWith(pair(organization, '')));
    const tail = [height, hexOf(address), kind === 'duplicate-vote' ? 0 : 1];
    const name = pair(organization, tail.join(' '));
    const isNew = !state.evidence.has(name) && known.length < MOST_EVIDENCE;
    const block = state.journal.moment.height;
    if (isNew) state.evidence.put(name, [block, timeMs, power, struck ? 1 : 0]);
  }
  if (struck) events.push('governance.validators-set');
}
