import { createHash } from 'node:crypto';

/** Naming in the plainest words: a second opinion that shares no code with the module. */
export interface ModelValue {
  readonly index: number;
  readonly data: string;
  readonly permissions: number;
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
  | { readonly kind: 'retire'; readonly identifier: string; readonly version: number }
  | { readonly kind: 'suspend' | 'reinstate'; readonly id: string };

export interface ModelRecord {
  version: number;
  holder: string;
  retired: boolean;
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
  prefixes: Record<string, string> = {};
  records: Record<string, ModelRecord> = {};
  suspended: string[] = [];

  /** The code that the whole transaction must get; on anything but OK the model stays as it was. */
  transaction(author: string, actions: readonly ModelAction[]): string {
    if (this.suspended.includes(author)) return 'SIGNER_ORGANIZATION_SUSPENDED';
    const { prefixes, records, suspended } = structuredClone({
      prefixes: this.prefixes,
      records: this.records,
      suspended: this.suspended,
    });
    for (const action of actions) {
      const code = this.apply(author, action);
      if (code === 'OK') continue;
      Object.assign(this, { prefixes, records, suspended });
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
      default:
        return this.changeStatus(author, action.kind, action.id);
    }
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
      if (this.prefixes[parent] !== author) return 'NAMING_NOT_PREFIX_HOLDER';
    }
    if (!KNOWN.includes(holder)) return 'NAMING_HOLDER_UNKNOWN';
    if (this.suspended.includes(holder)) return 'NAMING_HOLDER_SUSPENDED';
    if ((LEVEL[holder] ?? 99) > Math.min(3, labels.length)) return 'NAMING_HOLDER_ROLE';
    if (this.prefixes[prefix] !== undefined) return 'NAMING_PREFIX_TAKEN';
    this.prefixes[prefix] = holder;
    return 'OK';
  }

  private register(
    author: string,
    prefix: string,
    entries: readonly { readonly suffix: string; readonly values: ModelValue[] }[],
  ): string {
    if (this.prefixes[prefix] === undefined) return 'NAMING_PREFIX_UNKNOWN';
    if (this.prefixes[prefix] !== author) return 'NAMING_NOT_PREFIX_HOLDER';
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
      const record = { version: 1, holder: author, retired: false, values };
      this.records[`${prefix}/${suffix}`] = record;
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
    for (const index of indices.toSorted((left, right) => left - right)) {
      const before = record.values.find((value) => value.index === index);
      const after = values.find((value) => value.index === index);
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      changes += 1;
      if (forbidden !== '') continue;
      if (before !== undefined && (before.permissions & 4) === 0) {
        forbidden = 'NAMING_VALUE_IMMUTABLE';
      } else if (author !== record.holder) {
        const mayWrite = before !== undefined && (before.permissions & 1) === 1;
        const samePlace = after?.permissions === before?.permissions;
        if (!mayWrite || !samePlace) forbidden = 'NAMING_VALUE_NOT_PUBLIC';
      }
    }
    if (changes === 0) return 'NAMING_NOTHING_CHANGED';
    if (forbidden !== '') return forbidden;
    record.values = values;
    record.version += 1;
    return 'OK';
  }

  private retire(author: string, name: string, version: number): string {
    const record = this.records[name];
    const refused = refuseVersion(record, version);
    if (refused !== undefined || record === undefined) return refused ?? '';
    if (record.holder !== author) return 'NAMING_NOT_RECORD_HOLDER';
    record.retired = true;
    record.version += 1;
    return 'OK';
  }
}

function refuseVersion(record: ModelRecord | undefined, version: number): string | undefined {
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
