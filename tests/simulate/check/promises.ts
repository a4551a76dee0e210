import assert from 'node:assert/strict';
import { inOrder } from '../model/bytes.ts';
import { actsAs, isActive } from '../model/membership.ts';
import { prefixOf } from '../model/naming.ts';
import { halves, pair } from '../model/state.ts';
import type { ModelState } from '../model/state.ts';
import { isRestricted, sameValue } from '../model/values.ts';
import { constitutionRule, electorateOf } from '../model/voters.ts';

/**
 * What must be true of every state however it came about, worked out anew from the things
 * themselves. Ledger and model could make the same mistake; neither may break one of these.
 */
export function checkPromises(state: ModelState): void {
  someoneGoverns(state);
  proposalsAreQueued(state);
  countsAreRight(state);
  secretsAreKept(state);
  signedValuesStand(state);
  aliasesEnd(state);
  changesAreListed(state);
  keysBelongToOne(state);
}

function someoneGoverns(state: ModelState): void {
  const ids = state.organizations.names();
  assert.ok(
    ids.some((id) => actsAs(state, id, 'administrator')),
    'an administrator is there',
  );
  const { electorate } = constitutionRule(state);
  assert.ok(electorateOf(state, electorate).length > 0, 'somebody can change the constitution');
  for (const id of ids) {
    const { status, untilMs } = state.organizations.get(id)!;
    assert.ok(untilMs === null || status === 1, `${id} is suspended as long as it has an end`);
  }
}

function proposalsAreQueued(state: ModelState): void {
  const queued = state.queue.names().map((name) => halves(name)[1]);
  const open = state.openProposals.names();
  assert.deepEqual(queued.toSorted(inOrder), open.toSorted(inOrder));
  assert.equal(state.counter.get('')?.[1] ?? 0, open.length);
  for (const number of state.proposals.names()) {
    const isRunning = state.proposals.get(number)!.status <= 1;
    assert.equal(isRunning, open.includes(number), `proposal ${number}`);
  }
}

const parentOf = (prefix: string): string => prefix.split('.').slice(0, -1).join('.');
const industryOf = (prefix: string): string | undefined =>
  prefix.includes('.') ? prefix.split('.').slice(0, 2).join('.') : undefined;

/** Counts of a scope, from a look at every prefix and record. */
function countsAreRight(state: ModelState): void {
  const prefixes = state.prefixes.names();
  const records = state.records.names();
  const check = (
    scope: string,
    ofRecords: (prefix: string) => boolean,
    ofPrefixes: (prefix: string) => boolean,
  ): void => {
    const own = records.filter((name) => ofRecords(prefixOf(name)));
    const below = prefixes.filter(ofPrefixes);
    const holders = new Set(below.map((prefix) => state.prefixes.get(prefix)!.holder));
    const counts = state.scopes.get(scope);
    const retired = own.filter((name) => state.records.get(name)!.status === 1);
    const expected = [own.length, retired.length, below.length, holders.size];
    const { registered = 0, retired: is = 0, delegated = 0, organizations = 0 } = counts ?? {};
    assert.deepEqual([registered, is, delegated, organizations], expected, `counts of ${scope}`);
  };
  check(
    '',
    (prefix) => industryOf(prefix) === undefined,
    () => true,
  );
  for (const prefix of prefixes) {
    check(
      prefix,
      (other) => other === prefix,
      (other) => parentOf(other) === prefix,
    );
    if (prefix.split('.').length !== 2) continue;
    check(
      `\u0001${prefix}`,
      (other) => industryOf(other) === prefix,
      (other) => industryOf(other) === prefix,
    );
  }
}

function secretsAreKept(state: ModelState): void {
  const expected: string[] = [];
  for (const name of state.records.names()) {
    for (const value of state.records.get(name)!.values) {
      if (isRestricted(value)) expected.push(pair(name, value[0]));
    }
  }
  assert.deepEqual(state.secrets.names().toSorted(inOrder), expected.toSorted(inOrder));
}

/** What enough have signed is what everybody sees, until one withdraws or it is closed. */
function signedValuesStand(state: ModelState): void {
  for (const place of state.requests.names()) {
    const { status, value, signed, required, parties } = state.requests.get(place)!;
    const [identifier] = halves(place);
    const record = state.records.get(identifier)!;
    const seen = record.values.find(([index]) => index === value[0]);
    const areParties = signed.every(([party]) => parties.includes(party));
    assert.ok(areParties && new Set(signed.map(([party]) => party)).size === signed.length, place);
    if (status === 0) assert.ok(signed.length < required, place);
    if (status === 1) assert.ok(sameValue(seen, value) && signed.length >= required, place);
  }
}

/** However aliases are followed, it ends. */
function aliasesEnd(state: ModelState): void {
  for (const name of state.records.names()) {
    let at: string | undefined = name;
    for (let steps = 0; at !== undefined; steps += 1) {
      assert.ok(steps <= state.records.size, `aliases from ${name}`);
      const record = state.records.get(at);
      const target: unknown = record?.values.find(([, type]) => type === 'HS_ALIAS')?.[2];
      at = record?.status === 0 && typeof target === 'string' ? target : undefined;
    }
  }
}

/** The newest version of each name is in the list of what changed in its block. */
function changesAreListed(state: ModelState): void {
  for (const prefix of state.prefixes.names()) {
    assert.ok(state.changes.has(pair(prefix, state.prefixes.stamp(prefix).height)), prefix);
  }
  for (const name of state.records.names()) {
    const { height } = state.records.stamp(name);
    assert.ok(state.changes.has(pair(prefixOf(name), height)), name);
  }
}

/** An organization that can act can be asked to prove it: it has a key, or has lost it for good. */
function keysBelongToOne(state: ModelState): void {
  for (const name of state.keys.names()) {
    const { organization, status } = state.keys.get(name)!;
    assert.ok(state.organizations.has(organization), name);
    assert.ok(state.keyIndex.has(pair(organization, `${status}${name}`)), name);
  }
  assert.equal(state.keyIndex.size, state.keys.size);
  for (const name of state.roleIndex.names()) {
    assert.ok(isActive(state, halves(name)[1]), name);
  }
}
