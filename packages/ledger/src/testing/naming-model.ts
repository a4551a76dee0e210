import { createHash } from 'node:crypto';
import { chainBy, NO_AUTHORITY, refuseForm, rightOver } from './model-rules.ts';
import type { ModelAdministration, ModelRequest } from './model-rules.ts';
import { signatureAction } from './model-signatures.ts';
import type { SignatureAction } from './model-signatures.ts';

/** Naming in the plainest words: a second opinion that shares no code with the module. */
export interface ModelValue {
  readonly index: number;
  readonly data: string;
  readonly permissions: number;
  /** An alias, if it is given: then the data are the identifier meant. */
  readonly type?: 'HS_ALIAS';
}

export type ModelAction =
  | { readonly kind: 'delegate'; readonly prefix: string; readonly holder: string }
  | {
      readonly kind: 'register';
      readonly prefix: string;
      readonly entries: readonly { readonly suffix: string; readonly values: ModelValue[] }[];
    }
  | {
      readonly kind: 'update';
      readonly identifier: string;
      readonly version: number;
      readonly values: ModelValue[];
    }
  | {
      readonly kind: 'reregister';
      readonly identifier: string;
      readonly version: number;
      readonly values: ModelValue[];
    }
  | {
      readonly kind: 'transfer';
      readonly identifier: string;
      readonly version: number;
      readonly to: string;
    }
  | { readonly kind: 'reassign'; readonly identifier: string; readonly to: string }
  | {
      readonly kind: 'transfer-prefix' | 'reassign-prefix';
      readonly prefix: string;
      readonly version: number;
      readonly to: string;
    }
  | {
      readonly kind: 'appoint';
      readonly prefix: string;
      readonly administrator: string;
      readonly mayDelegate: boolean;
      readonly untilMs: number;
    }
  | { readonly kind: 'dismiss'; readonly prefix: string; readonly administrator: string }
  | {
      readonly kind: 'template';
      readonly prefix: string;
      readonly version: number;
      readonly template: ModelTemplate;
    }
  | {
      readonly kind: 'reregistration';
      readonly prefix: string;
      readonly version: number;
      readonly afterMs: number;
    }
  | SignatureAction
  | { readonly kind: 'retire'; readonly identifier: string; readonly version: number }
  | { readonly kind: 'suspend' | 'reinstate'; readonly id: string };

/** No template; values of type T are required; none are allowed. */
export type ModelTemplate = 'none' | 'needs' | 'bars';

export interface ModelPrefix {
  holder: string;
  version: number;
  template: ModelTemplate;
  afterMs: number;
  /** Another one after each change of holder. */
  tenure: number;
}

export interface ModelRecord {
  version: number;
  holder: string;
  retired: boolean;
  /** When its last version was written. */
  timeMs: number;
  values: ModelValue[];
}

const LEVEL: Readonly<Record<string, number>> = { top: 1, second: 2, maker: 3 };
const KNOWN = ['admin', 'top', 'second', 'maker', 'stranger'];

export const isSecret = (value: ModelValue): boolean => (value.permissions & 2) === 0;

/** What a restricted value's data look like to the public. */
export function digestOf(data: string): string {
  return createHash('sha256').update(Buffer.alloc(16)).update(data).digest('hex');
}

export class NamingModel {
  prefixes: Record<string, ModelPrefix> = {};
  records: Record<string, ModelRecord> = {};
  suspended: string[] = [];
  administrations: Record<string, ModelAdministration> = {};
  requests: Record<string, ModelRequest> = {};
  /** What changed under each prefix, in order; '' is the prefix itself. */
  changes: Record<string, string[]> = {};
  timeMs = 0;
  signers: readonly string[] = [];
  private ids = 0;

  /** The code that the whole transaction must get; on anything but OK the model stays as it was. */
  transaction(signers: readonly string[], actions: readonly ModelAction[], timeMs: number): string {
    if (signers.some((signer) => this.suspended.includes(signer))) {
      return 'SIGNER_ORGANIZATION_SUSPENDED';
    }
    const { prefixes, records, suspended, administrations, requests, changes } = this;
    const before = { prefixes, records, suspended, administrations, requests, changes };
    const kept = structuredClone(before);
    Object.assign(this, { timeMs, signers });
    for (const action of actions) {
      const code = this.apply(signers[0] ?? '', action);
      if (code === 'OK') continue;
      Object.assign(this, kept);
      return code;
    }
    return 'OK';
  }

  private apply(author: string, action: ModelAction): string {
    switch (action.kind) {
      case 'delegate':
        return this.delegate(author, action.prefix, action.holder);
      case 'register':
        return this.register(author, action.prefix, action.entries);
      case 'update':
        return this.update(author, action.identifier, action.version, action.values);
      case 'retire':
        return this.retire(author, action.identifier, action.version);
      case 'reregister':
        return this.reregister(author, action.identifier, action.version, action.values);
      case 'transfer':
        return this.transfer(action.identifier, action.version, action.to);
      case 'transfer-prefix':
        return this.transferPrefix(action.prefix, action.version, action.to);
      case 'reassign':
        return this.reassign(author, action.identifier, action.to);
      case 'reassign-prefix':
        return this.reassignPrefix(author, action.prefix, action.version, action.to);
      case 'appoint':
        return this.appoint(author, action);
      case 'dismiss':
        return this.dismiss(author, action.prefix, action.administrator);
      case 'template':
      case 'reregistration':
        return this.setRule(author, action);
      case 'suspend':
      case 'reinstate':
        return this.changeStatus(author, action.kind, action.id);
      default:
        return signatureAction(this, author, action);
    }
  }

  /** Notes a change; the suffix is empty for the prefix itself. */
  log(name: string): string {
    const slash = name.indexOf('/');
    const prefix = slash < 0 ? name : name.slice(0, slash);
    this.changes[prefix] ??= [];
    this.changes[prefix].push(slash < 0 ? '' : name.slice(slash + 1));
    return 'OK';
  }

  /** Never the same twice. */
  private nextId(): number {
    this.ids += 1;
    return this.ids;
  }

  /** Writes the next version of a record. */
  write(name: string, record: ModelRecord, changes: Partial<ModelRecord>): string {
    Object.assign(record, changes, { version: record.version + 1, timeMs: this.timeMs });
    this.log(name);
    return 'OK';
  }

  private hasRight(author: string, prefix: string, delegating: boolean): boolean {
    return rightOver(this, { prefix, organization: author }, delegating) !== undefined;
  }

  mayAct(author: string, name: string, record: ModelRecord): boolean {
    if (author === record.holder) return true;
    const prefix = name.slice(0, name.indexOf('/'));
    return this.prefixes[prefix]?.holder === record.holder && this.hasRight(author, prefix, false);
  }

  private reregister(author: string, name: string, version: number, values: ModelValue[]): string {
    const record = this.records[name];
    if (record === undefined) return 'NAMING_IDENTIFIER_UNKNOWN';
    if (!record.retired) return 'NAMING_NOT_RETIRED';
    if (record.version !== version) return 'NAMING_VERSION_CONFLICT';
    if (!this.mayAct(author, name, record)) return NO_AUTHORITY;
    const after = this.prefixes[name.slice(0, name.indexOf('/'))]?.afterMs ?? 0;
    if (after === 0) return 'NAMING_REREGISTRATION_NEVER';
    if (this.timeMs < record.timeMs + after) return 'NAMING_REREGISTRATION_EARLY';
    const bad = refuseValues(values);
    if (bad !== undefined) return bad;
    for (const before of record.values) {
      const same = values.find(({ index }) => index === before.index);
      if ((before.permissions & 4) === 0 && !isSame(before, same)) return 'NAMING_VALUE_IMMUTABLE';
    }
    const refused = refuseForm(this, name, values);
    if (refused !== undefined) return refused;
    for (const [place, request] of Object.entries(this.requests)) {
      if (place.startsWith(`${name} `)) request.status = 'closed';
    }
    return this.write(name, record, { retired: false, values });
  }

  private transfer(name: string, version: number, to: string): string {
    const record = this.records[name];
    const refused = refuseVersion(record, version);
    if (refused !== undefined || record === undefined) return refused ?? '';
    if (record.holder === to) return 'NAMING_TRANSFER_TO_HOLDER';
    const both = this.signers.includes(record.holder) && this.signers.includes(to);
    if (!both) return 'NAMING_TRANSFER_UNSIGNED';
    for (const [place, request] of Object.entries(this.requests)) {
      const isOpen = place.startsWith(`${name} `) && request.status === 'open';
      if (isOpen) request.status = 'closed';
    }
    return this.write(name, record, { holder: to });
  }

  private transferPrefix(name: string, version: number, to: string): string {
    const prefix = this.prefixes[name];
    if (prefix === undefined) return 'NAMING_PREFIX_UNKNOWN';
    if (prefix.version !== version) return 'NAMING_VERSION_CONFLICT';
    if (prefix.holder === to) return 'NAMING_TRANSFER_TO_HOLDER';
    const both = this.signers.includes(prefix.holder) && this.signers.includes(to);
    if (!both) return 'NAMING_TRANSFER_UNSIGNED';
    return this.giveTo(name, prefix, to);
  }

  private reassignPrefix(author: string, name: string, version: number, to: string): string {
    if (author !== 'admin') return 'GOVERNANCE_NOT_ENTITLED';
    const prefix = this.prefixes[name];
    if (prefix === undefined) return 'NAMING_PREFIX_UNKNOWN';
    if (prefix.version !== version) return 'NAMING_VERSION_CONFLICT';
    if (!this.suspended.includes(prefix.holder)) return 'NAMING_HOLDER_PRESENT';
    return this.giveTo(name, prefix, to);
  }

  private reassign(author: string, name: string, to: string): string {
    if (author !== 'admin') return 'GOVERNANCE_NOT_ENTITLED';
    const record = this.records[name];
    if (record === undefined) return 'NAMING_IDENTIFIER_UNKNOWN';
    if (record.retired) return 'NAMING_IDENTIFIER_RETIRED';
    if (!this.suspended.includes(record.holder)) return 'NAMING_HOLDER_PRESENT';
    if (this.suspended.includes(to)) return 'NAMING_HOLDER_SUSPENDED';
    return this.write(name, record, { holder: to });
  }

  private giveTo(name: string, prefix: ModelPrefix, to: string): string {
    if (this.suspended.includes(to)) return 'NAMING_HOLDER_SUSPENDED';
    if ((LEVEL[to] ?? 99) > Math.min(3, name.split('.').length)) return 'NAMING_HOLDER_ROLE';
    Object.assign(prefix, { holder: to, version: prefix.version + 1, tenure: this.nextId() });
    this.log(name);
    return 'OK';
  }

  private appoint(author: string, action: ModelAction & { kind: 'appoint' }): string {
    const { prefix, administrator, mayDelegate, untilMs } = action;
    const held = this.prefixes[prefix];
    if (held === undefined) return 'NAMING_PREFIX_UNKNOWN';
    const { holder } = held;
    const right = rightOver(this, { prefix, organization: author }, true);
    if (right === undefined) return NO_AUTHORITY;
    if (right.path.includes(administrator)) return 'NAMING_ADMINISTRATION_CYCLE';
    if (this.suspended.includes(administrator)) return 'NAMING_HOLDER_SUSPENDED';
    if (untilMs !== 0 && untilMs <= this.timeMs) return 'NAMING_END_PAST';
    const name = `${prefix} ${administrator}`;
    const given = this.administrations[name];
    // A suspension ends nothing.
    const isGood = given !== undefined && chainBy(this, name, false) !== undefined;
    if (isGood && given.grantor !== author && author !== holder) {
      return 'NAMING_ADMINISTRATION_TAKEN';
    }
    const isSame = isGood && (mayDelegate || !given.mayDelegate);
    const id = isSame ? given.id : this.nextId();
    const { tenure } = held;
    const terms = { grantor: author, mayDelegate, untilMs, revoked: false };
    this.administrations[name] = { ...terms, id, by: right.by, tenure };
    this.log(prefix);
    return 'OK';
  }

  private dismiss(author: string, prefix: string, administrator: string): string {
    if (this.prefixes[prefix] === undefined) return 'NAMING_PREFIX_UNKNOWN';
    const given = this.administrations[`${prefix} ${administrator}`];
    if (given === undefined || given.revoked) return 'NAMING_ADMINISTRATION_NONE';
    const isParty = author === administrator || author === given.grantor;
    if (!isParty && !this.hasRight(author, prefix, true)) return NO_AUTHORITY;
    const chain = chainBy(this, `${prefix} ${administrator}`, false) ?? [];
    const isAbove = chain.includes(author) || author === this.prefixes[prefix].holder;
    if (!isParty && !isAbove) return 'NAMING_ADMINISTRATION_NOT_BELOW';
    given.revoked = true;
    this.log(prefix);
    return 'OK';
  }

  private setRule(
    author: string,
    action: ModelAction & { kind: 'template' | 'reregistration' },
  ): string {
    const prefix = this.prefixes[action.prefix];
    if (prefix === undefined) return 'NAMING_PREFIX_UNKNOWN';
    if (prefix.version !== action.version) return 'NAMING_VERSION_CONFLICT';
    if (prefix.holder !== author) return NO_AUTHORITY;
    prefix.version += 1;
    if (action.kind === 'template') prefix.template = action.template;
    else prefix.afterMs = action.afterMs;
    this.log(action.prefix);
    return 'OK';
  }

  private changeStatus(author: string, kind: 'suspend' | 'reinstate', id: string): string {
    const isDown = this.suspended.includes(id);
    if (author !== 'admin' || this.suspended.includes('admin')) {
      return 'GOVERNANCE_NOT_ENTITLED';
    }
    if (kind === 'reinstate') {
      if (!isDown) return 'ORGANIZATIONS_NOT_SUSPENDED';
      this.suspended = this.suspended.filter((other) => other !== id);
      return 'OK';
    }
    if (isDown) return 'ORGANIZATIONS_ALREADY_SUSPENDED';
    if (id === 'admin') return 'ORGANIZATIONS_LAST_ADMINISTRATOR';
    this.suspended.push(id);
    return 'OK';
  }

  private delegate(author: string, prefix: string, holder: string): string {
    const labels = prefix.split('.');
    const parent = labels.slice(0, -1).join('.');
    if (labels.length === 1 && author !== 'admin') return 'GOVERNANCE_NOT_ENTITLED';
    if (labels.length > 1) {
      if (this.prefixes[parent] === undefined) return 'NAMING_PARENT_UNKNOWN';
      if (!this.hasRight(author, parent, true)) return NO_AUTHORITY;
    }
    if (!KNOWN.includes(holder)) return 'NAMING_HOLDER_UNKNOWN';
    if (this.suspended.includes(holder)) return 'NAMING_HOLDER_SUSPENDED';
    if ((LEVEL[holder] ?? 99) > Math.min(3, labels.length)) return 'NAMING_HOLDER_ROLE';
    if (this.prefixes[prefix] !== undefined) return 'NAMING_PREFIX_TAKEN';
    const tenure = this.nextId();
    this.prefixes[prefix] = { holder, version: 1, template: 'none', afterMs: 0, tenure };
    this.log(prefix);
    return 'OK';
  }

  private register(
    author: string,
    prefix: string,
    entries: readonly { readonly suffix: string; readonly values: ModelValue[] }[],
  ): string {
    const holder = this.prefixes[prefix]?.holder;
    if (holder === undefined) return 'NAMING_PREFIX_UNKNOWN';
    if (!this.hasRight(author, prefix, false)) return NO_AUTHORITY;
    for (const { suffix, values } of entries) {
      if (suffix.includes('//')) return 'NAMING_SUFFIX_INVALID';
      const bad = refuseValues(values);
      if (bad !== undefined) return bad;
    }
    const suffixes = entries.map(({ suffix }) => suffix);
    if (new Set(suffixes).size !== suffixes.length) return 'NAMING_SUFFIX_REPEATED';
    const taken = suffixes.some((suffix) => this.records[`${prefix}/${suffix}`] !== undefined);
    if (taken) return 'NAMING_IDENTIFIER_TAKEN';
    for (const { suffix, values } of entries) {
      const refused = refuseForm(this, `${prefix}/${suffix}`, values);
      if (refused !== undefined) return refused;
    }
    const { timeMs } = this;
    for (const { suffix, values } of entries) {
      const record = { version: 1, holder, retired: false, timeMs, values };
      this.records[`${prefix}/${suffix}`] = record;
      this.log(`${prefix}/${suffix}`);
    }
    return 'OK';
  }

  private update(author: string, name: string, version: number, values: ModelValue[]): string {
    const record = this.records[name];
    const refused = refuseVersion(record, version) ?? refuseValues(values);
    if (refused !== undefined || record === undefined) return refused ?? '';
    const indices = [...new Set([...record.values, ...values].map(({ index }) => index))];
    let changes = 0;
    let forbidden = '';
    let underSignature = false;
    for (const index of indices.toSorted((left, right) => left - right)) {
      const before = record.values.find((value) => value.index === index);
      const after = values.find((value) => value.index === index);
      if (isSame(before, after)) continue;
      changes += 1;
      const request = this.requests[`${name} ${index}`];
      underSignature ||= request !== undefined && request.status !== 'closed';
      if (forbidden !== '') continue;
      if (before !== undefined && (before.permissions & 4) === 0) {
        forbidden = 'NAMING_VALUE_IMMUTABLE';
      } else if (!this.mayAct(author, name, record)) {
        const mayWrite = before !== undefined && (before.permissions & 1) === 1;
        const samePlace =
          after?.permissions === before?.permissions && after?.type === before?.type;
        if (!mayWrite || !samePlace) forbidden = NO_AUTHORITY;
      }
    }
    if (changes === 0) return 'NAMING_NOTHING_CHANGED';
    if (forbidden !== '') return forbidden;
    if (underSignature) return 'NAMING_VALUE_UNDER_SIGNATURE';
    return refuseForm(this, name, values) ?? this.write(name, record, { values });
  }

  private retire(author: string, name: string, version: number): string {
    const record = this.records[name];
    const refused = refuseVersion(record, version);
    if (refused !== undefined || record === undefined) return refused ?? '';
    if (!this.mayAct(author, name, record)) return NO_AUTHORITY;
    return this.write(name, record, { retired: true });
  }
}

function isSame(left: ModelValue | undefined, right: ModelValue | undefined): boolean {
  return (
    left?.data === right?.data &&
    left?.permissions === right?.permissions &&
    left?.type === right?.type &&
    left?.index === right?.index
  );
}

export function refuseVersion(
  record: ModelRecord | undefined,
  version: number,
): string | undefined {
  if (record === undefined) return 'NAMING_IDENTIFIER_UNKNOWN';
  if (record.retired) return 'NAMING_IDENTIFIER_RETIRED';
  return record.version === version ? undefined : 'NAMING_VERSION_CONFLICT';
}

function refuseValues(values: readonly ModelValue[]): string | undefined {
  for (const [place, value] of values.entries()) {
    if (value.index <= (values[place - 1]?.index ?? 0)) return 'NAMING_VALUES_UNSORTED';
    if (isSecret(value) && value.data === '') return 'NAMING_VALUE_UNSALTED';
  }
  return undefined;
}
