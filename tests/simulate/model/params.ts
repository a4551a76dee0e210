import { decode, isCanonicalIdentifier, isCanonicalPrefix } from '@touchmark/codec';
import type { CborValue } from '@touchmark/codec';
import { refuse } from './refused.ts';
import { ROLES } from './state.ts';

/** Params of all actions, as the tables of spec/ledger.md have them: whether they can be read. */
export interface Params {
  readonly [field: string]: Plain;
}

/** What CBOR holds, with objects in the place of maps. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Plain[]
  | Params;

type Form = (value: CborValue | undefined) => boolean;

const isText = (value: CborValue | undefined): value is string => typeof value === 'string';
const size = (text: string): number => Buffer.byteLength(text);

const text =
  (least: number, most: number, pattern?: RegExp): Form =>
  (value) =>
    isText(value) &&
    size(value) >= least &&
    size(value) <= most &&
    (pattern === undefined || pattern.test(value));
const bytes =
  (least: number, most = least): Form =>
  (value) =>
    value instanceof Uint8Array && value.length >= least && value.length <= most;
const uint =
  (least: number, most: number): Form =>
  (value) =>
    (typeof value === 'number' || typeof value === 'bigint') && value >= least && value <= most;
const word =
  (...words: readonly string[]): Form =>
  (value) =>
    isText(value) && words.includes(value);
const list =
  (item: Form, least: number, most: number): Form =>
  (value) =>
    isList(value) && value.length >= least && value.length <= most && value.every(item);
const unique =
  (item: Form, least: number, most: number): Form =>
  (value) =>
    list(item, least, most)(value) && isList(value) && new Set(value).size === value.length;
const map =
  (fields: Readonly<Record<string, Form>>): Form =>
  (value) =>
    value instanceof Map &&
    value.size === Object.keys(fields).length &&
    Object.entries(fields).every(([name, form]) => form(value.get(name)));

export const isList = <Item>(value: Item | readonly Item[]): value is readonly Item[] =>
  Array.isArray(value);

// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const PLAIN = /^[^\u0000-\u001f\u007f-\u009f]*$/u;
const id = text(2, 32, /^[a-z0-9-]+$/);
const prefix: Form = (value) => isText(value) && isCanonicalPrefix(value);
const reason = text(1, 512, PLAIN);
const remark = text(0, 512, PLAIN);
const name = text(1, 384, PLAIN);
const roles = unique(word(...ROLES), 0, 8);
const algorithm = word('ed25519', 'p256', 'sm2');
const key = { algorithm, publicKey: bytes(32, 33), proof: bytes(64) };
const keys = list(map(key), 1, 16);
const code = text(0, 20, /^[A-Z0-9]*$/);
const digest = bytes(32);
const documentName = text(1, 64, /^[a-z0-9.-]+$/);
const time = uint(0, Number.MAX_SAFE_INTEGER);
const keyId = bytes(20);
const version = uint(1, 0xffff_ffff);
const index = uint(1, 0xffff_ffff);
const array: Form = (value) => isList(value);
const proposal = uint(1, 0xffff_ffff);
const type = text(1, 64, /^[A-Za-z0-9._-]+$/);
const scope = text(3, 64, /^[a-z]+\.(\*|[a-z-]+)$/);
const part = text(4, 48, /^(members|(role|organization|committee):[a-z0-9-]{2,32})$/);
const longest = 7_776_000_000;
const rule = map({
  action: text(1, 64, /^(\*|[a-z]+\.(\*|[a-z-]+))$/),
  threshold: text(3, 9, /^(any|all|majority|[1-9]\d{0,3}\/[1-9]\d{0,3})$/),
  electorate: unique(part, 1, 64),
  quorum: text(3, 9, /^(0|[1-9]\d{0,3})\/[1-9]\d{0,3}$/),
  votingMs: uint(60_000, longest),
  delayMs: uint(0, longest),
  veto: unique(part, 0, 64),
});
const committee = map({
  name: text(2, 32, /^[a-z0-9-]+$/),
  organizations: unique(id, 1, 256),
});
const yesNo = word('no', 'yes');
const identifier: Form = (value) => isText(value) && isCanonicalIdentifier(value);
const moduleName = text(1, 32, /^[a-z]+$/);

/** Bytes of one deterministic CBOR map. */
const mapBytes: Form = (value) => {
  if (!(value instanceof Uint8Array) || value.length > 65_536) return false;
  try {
    return decode(value) instanceof Map;
  } catch {
    return false;
  }
};

const FORMS: Readonly<Record<string, Form>> = {
  'organizations.admit': map({ id, name, roles, keys }),
  'organizations.suspend': map({ id, reason }),
  'organizations.reinstate': map({ id, reason }),
  'organizations.set-roles': map({ id, roles }),
  'organizations.add-key': map({
    id,
    ...key,
    label: text(0, 64, PLAIN),
    scopes: unique(scope, 0, 16),
    notBeforeMs: time,
    notAfterMs: time,
  }),
  'organizations.revoke-key': map({ id, keyId, reason }),
  'organizations.apply': map({
    id,
    name,
    roles,
    keys,
    creditCode: code,
    lei: code,
    documents: list(map({ name: documentName, digest }), 0, 16),
    statement: remark,
  }),
  'organizations.admit-applicant': map({ id, application: digest, roles }),
  'organizations.decline': map({ id, reason }),
  'organizations.suspend-urgently': map({ id, hours: uint(1, 72), reason }),
  'organizations.leave': map({ id, reason }),
  'organizations.rotate-key': map({ id, keyId, ...key, overlapMs: uint(0, 2_592_000_000) }),
  'organizations.set-recovery': map({
    id,
    threshold: uint(0, 16),
    keys: list(map(key), 0, 16),
  }),
  'organizations.recover': map({ id, keys, reason }),
  'organizations.set-codes': map({ id, creditCode: code, lei: code }),
  'organizations.attach': map({ id, name: documentName, digest }),
  'organizations.detach': map({ id, name: documentName }),
  'organizations.set-quota': map({ role: word(...ROLES), registrations: time, bytes: time }),
  'naming.delegate': map({ prefix, holder: id }),
  'naming.transfer-prefix': map({ prefix, expectedVersion: version, to: id }),
  'naming.reassign': map({ identifier, to: id, reason }),
  'naming.reassign-prefix': map({ prefix, expectedVersion: version, to: id, reason }),
  'naming.delegate-administration': map({
    prefix,
    administrator: id,
    mayDelegate: yesNo,
    untilMs: time,
  }),
  'naming.revoke-administration': map({ prefix, administrator: id, reason }),
  'naming.set-template': map({
    prefix,
    expectedVersion: version,
    required: unique(type, 0, 64),
    optional: unique(type, 0, 64),
    others: yesNo,
  }),
  'naming.set-reregistration': map({
    prefix,
    expectedVersion: version,
    afterMs: uint(0, 17_592_186_044_415),
  }),
  'naming.register': map({
    prefix,
    entries: (value) => isList(value) && value.length >= 1 && value.length <= 4_096,
  }),
  'naming.update': map({ identifier, expectedVersion: version, values: array }),
  'naming.transfer': map({ identifier, expectedVersion: version, to: id }),
  'naming.retire': map({ identifier, expectedVersion: version, reason }),
  'naming.reregister': map({ identifier, expectedVersion: version, values: array }),
  'naming.request-signatures': map({
    identifier,
    expectedVersion: version,
    value: array,
    parties: unique(id, 1, 16),
    required: uint(1, 16),
    withdrawal: word('never', 'before', 'always'),
    untilMs: time,
  }),
  'naming.sign-value': map({ identifier, index, digest }),
  'naming.withdraw-signature': map({ identifier, index, reason }),
  'naming.close-request': map({ identifier, index, reason }),
  'governance.propose': map({
    title: text(1, 256, PLAIN),
    actions: list(map({ type: text(3, 64, PLAIN), params: mapBytes }), 1, 64),
    vote: word('yes', 'none'),
  }),
  'governance.vote': map({
    proposal,
    choice: word('yes', 'no', 'abstain', 'veto'),
    reason: remark,
  }),
  'governance.withdraw': map({ proposal }),
  'governance.set-constitution': map({
    committees: list(committee, 0, 32),
    rules: list(rule, 1, 128),
  }),
  'governance.set-validators': map({
    validators: list(
      map({ organization: id, publicKey: bytes(32), power: uint(1, 1_000_000_000_000) }),
      1,
      128,
    ),
  }),
  'governance.set-consensus': map({
    maxBytes: uint(2_097_152, 16_777_216),
    evidenceBlocks: uint(1_000, 1_000_000_000),
    evidenceMs: uint(3_600_000, 31_536_000_000),
  }),
  'governance.activate': map({
    module: moduleName,
    version: uint(2, 0xffff),
    height: uint(1, Number.MAX_SAFE_INTEGER),
  }),
  'governance.cancel-activation': map({ module: moduleName }),
  'governance.claim-signer': map({
    publicKey: bytes(32),
    mark: bytes(16),
    replaces: bytes(0, 16),
  }),
};

/** Maps become objects, deep down. */
function plain(value: CborValue): Plain {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return isMap(value) ? plainMap(value) : value.map(plain);
}

const isMap = (value: object): value is ReadonlyMap<unknown, CborValue> => value instanceof Map;

function plainMap(value: ReadonlyMap<unknown, CborValue>): Params {
  return Object.fromEntries([...value].map(([field, of]) => [String(field), plain(of)]));
}

export const isKnownAction = (of: string): boolean => Object.hasOwn(FORMS, of);

/** Params that are of their form, as plain data; undefined: they are not. */
export function tryParams(of: string, given: Uint8Array): Params | undefined {
  let value: CborValue;
  try {
    value = decode(given);
  } catch {
    return undefined;
  }
  return value instanceof Map && FORMS[of]?.(value) === true ? plainMap(value) : undefined;
}

export function readParams(of: string, given: Uint8Array): Params {
  if (!isKnownAction(of)) return refuse('ACTION_UNKNOWN');
  return tryParams(of, given) ?? refuse('ACTION_PARAMS_INVALID');
}
