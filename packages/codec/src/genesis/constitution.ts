import { member, type JsonField } from './json-fields.ts';
import type { GenesisConstitution, GenesisRule } from './types.ts';

const MAX_COMMITTEES = 32;
const MAX_ORGANIZATIONS = 256;
const MAX_RULES = 128;
const MAX_PARTS = 64;
const MAX_MS = 7_776_000_000;
const MIN_VOTING_MS = 60_000;
const CLASS = /^(\*|[a-z]+\.(\*|[a-z-]+))$/;
const THRESHOLD = /^(any|all|majority|[1-9]\d{0,3}\/[1-9]\d{0,3})$/;
const QUORUM = /^(0|[1-9]\d{0,3})\/[1-9]\d{0,3}$/;
const PART = /^(members|(role|organization|committee):[a-z0-9-]{2,32})$/;
const NAME = /^[a-z0-9-]{2,32}$/;

/** The form of a constitution; whether its words mean something is the ledger's to say. */
export function readConstitution(field: JsonField): GenesisConstitution {
  const members = field.object(['rules'], ['committees']);
  const committees = (members.get('committees')?.entries() ?? []).map(([name, organizations]) => {
    if (!NAME.test(name)) throw organizations.valueError('is not the name of a committee');
    return { name, organizations: texts(organizations, 1, MAX_ORGANIZATIONS, NAME) };
  });
  if (committees.length > MAX_COMMITTEES) {
    throw field.valueError(`has more than ${MAX_COMMITTEES} committees`);
  }
  const rules = member(members, 'rules').entries().map(readRule);
  if (rules.length > MAX_RULES) throw field.valueError(`has more than ${MAX_RULES} rules`);
  return { committees, rules };
}

function readRule([action, field]: [string, JsonField]): GenesisRule {
  if (!CLASS.test(action)) throw field.valueError('is no class of actions');
  const members = field.object(
    ['threshold', 'electorate', 'votingMs'],
    ['quorum', 'delayMs', 'veto'],
  );
  const quorum = members.get('quorum');
  const delay = members.get('delayMs');
  const veto = members.get('veto');
  return {
    action,
    threshold: word(member(members, 'threshold'), THRESHOLD),
    electorate: texts(member(members, 'electorate'), 1, MAX_PARTS, PART),
    quorum: quorum === undefined ? '0/1' : word(quorum, QUORUM),
    votingMs: duration(member(members, 'votingMs'), MIN_VOTING_MS),
    delayMs: delay === undefined ? 0 : duration(delay, 0),
    veto: veto === undefined ? [] : texts(veto, 0, MAX_PARTS, PART),
  };
}

function word(field: JsonField, form: RegExp): string {
  const text = field.text();
  if (!form.test(text)) throw field.valueError('is not of the form it must have');
  return text;
}

function texts(field: JsonField, min: number, max: number, form: RegExp): string[] {
  const items = field.array(min, max).map((item) => word(item, form));
  if (new Set(items).size !== items.length) throw field.valueError('has an entry twice');
  return items;
}

function duration(field: JsonField, min: number): number {
  const value = field.integer();
  if (value < min || value > MAX_MS) {
    throw field.valueError(`must lie in ${min} to ${MAX_MS} milliseconds`);
  }
  return value;
}
