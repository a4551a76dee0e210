import { encode } from '@touchmark/codec';
import type { CborInput } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { bytesOf, joined, u16, u32, u64 } from './bytes.ts';
import type {
  AdministrationRow,
  Amounts,
  ApplicationRow,
  CodesRow,
  ConstitutionRow,
  CountRow,
  DocumentRow,
  KeyRow,
  OrganizationRow,
  PrefixRow,
  ProposalRow,
  RecordRow,
  RequestRow,
  RuleRow,
  ScopeRow,
  ValidatorRow,
  VoteRow,
} from './rows.ts';
import { Journal, Table } from './table.ts';
import type { Form } from './table.ts';

/** Every entry of the state as spec/ledger.md has it (sections 1, 6, 7, 8), as rows of tables. */

export const ROLES = [
  'administrator',
  'top-operator',
  'secondary-operator',
  'enterprise-operator',
  'reporter',
  'regulator',
  'auditor',
  'validator',
] as const;

const orNull = (hex: string | null): Uint8Array | null => (hex === null ? null : bytesOf(hex));
const ONE = { raw: Uint8Array.of(1) } as const;

/** A name of two texts, the second behind a zero. */
export const pair = (left: string, right: string | number): string => `${left}\0${right}`;
export const halves = (name: string): [string, string] => {
  const at = name.indexOf('\0');
  return [name.slice(0, at), name.slice(at + 1)];
};

const byText = (...lead: readonly (number | string)[]) => ({
  key: (name: string) => joined(...lead, name),
});
const byIndex = (lead: number) => ({
  key(name: string) {
    const [identifier, index] = halves(name);
    return joined(lead, identifier, 0, u32(Number(index)));
  },
});
const byProposal = (...tail: readonly number[]) => ({
  key: (number: string) => joined(0x30, 'p', u64(number), ...tail),
});
const byVoter = (kind: number) => ({
  key(name: string) {
    const [number, organization] = halves(name);
    return joined(0x30, 'p', u64(number), kind, organization);
  },
});

const hashOf = (value: CborInput): Uint8Array => sha256(encode(value));

export const ruleValue = (rule: RuleRow): CborInput => [
  rule.action,
  rule.threshold,
  [...rule.electorate],
  rule.quorum,
  rule.votingMs,
  rule.delayMs,
  [...rule.veto],
];

export const applicationValue = (row: ApplicationRow): CborInput => [
  row.name,
  [...row.roles],
  row.keys.map(({ algorithm, publicKey }) => [algorithm, publicKey]),
  row.creditCode,
  row.lei,
  row.documents.map(({ name, digest }) => [name, digest]),
  row.statement,
  bytesOf(row.keyId),
  row.sponsor,
  bytesOf(row.tx),
  row.expiresMs,
];

const voteTail = (row: VoteRow): CborInput[] => [
  row.reason,
  bytesOf(row.keyId),
  bytesOf(row.tx),
  row.height,
  row.timeMs,
];

/** Counts of one scope; the name is the scope's bytes as characters. */
const scopeForm: Form<ScopeRow> = {
  key: (name) => joined(0x21, Buffer.from(name, 'latin1')),
  value: (row) => [
    row.registered,
    row.retired,
    row.delegated,
    row.organizations,
    row.day,
    row.dayRegistered,
    row.dayRetired,
  ],
};

export class ModelState {
  readonly journal = new Journal();
  readonly #numberOf: (code: string) => number | undefined;

  /** @param numberOf the number of a code, 0 of OK; undefined of what is no code. */
  constructor(numberOf: (code: string) => number | undefined) {
    this.#numberOf = numberOf;
  }

  readonly recent = this.#table<string>('recent id', {
    key(name) {
      const [expiry, id] = halves(name);
      return joined(0x01, 'r', u64(expiry), bytesOf(id));
    },
    value: (code) => this.#codeValue(code),
  });
  readonly blockEvents = this.#table<Uint8Array>('block events', {
    key: (height) => joined(0x01, 'b', u64(height)),
    value: (hash) => ({ raw: hash }),
  });
  readonly activations = this.#table<readonly (readonly [number, number])[]>('activations', {
    ...byText(0x01, 'u'),
    value: (list) => list.map(([version, height]) => [version, height]),
  });

  readonly organizations = this.#versioned<OrganizationRow>('organization', {
    ...byText(0x10, 'o'),
    value: (row) => [row.status, row.name, [...row.roles], orNull(row.tx), row.reason, row.untilMs],
  });
  readonly keys = this.#versioned<KeyRow>('key', {
    key: (name) => joined(0x10, 'k', bytesOf(name)),
    value: (row) => [
      row.status,
      row.organization,
      row.algorithm,
      row.publicKey,
      orNull(row.tx),
      row.reason,
      row.label,
      [...row.scopes],
      row.notBeforeMs,
      row.notAfterMs,
    ],
  });
  /** Name: organization, then status and key id. */
  readonly keyIndex = this.#table<true>('key index', {
    key(name) {
      const [organization, rest] = halves(name);
      return joined(0x10, 'i', organization, 0, Number(rest[0]), bytesOf(rest.slice(1)));
    },
    value: () => ONE,
  });
  /** Name: role's number, organization. */
  readonly roleIndex = this.#table<true>('role index', {
    key(name) {
      const [role, organization] = halves(name);
      return joined(0x10, 'r', Number(role), organization);
    },
    value: () => ONE,
  });
  /** Name: time, organization. */
  readonly endings = this.#table<true>('suspension that ends', {
    key(name) {
      const [untilMs, organization] = halves(name);
      return joined(0x10, 's', u64(untilMs), organization);
    },
    value: () => ONE,
  });
  readonly applications = this.#table<ApplicationRow>('application', {
    ...byText(0x10, 'a'),
    value: applicationValue,
  });
  readonly codes = this.#versioned<CodesRow>('codes', {
    ...byText(0x10, 'p'),
    value: (row) => [row.creditCode, row.lei, bytesOf(row.tx)],
  });
  /** Name: 0 or 1, code. */
  readonly codeHolders = this.#table<string>('holder of a code', {
    key(name) {
      const [kind, code] = halves(name);
      return joined(0x10, 'x', Number(kind), code);
    },
    value: (organization) => ({ raw: Buffer.from(organization) }),
  });
  readonly documents = this.#versioned<DocumentRow>('document', {
    ...byText(0x10, 'd'),
    value: (row) => [row.attached, row.digest, bytesOf(row.tx)],
  });
  readonly thresholds = this.#table<number>('recovery', {
    ...byText(0x10, 'v'),
    value: (threshold) => ({ raw: Uint8Array.of(threshold) }),
  });
  readonly urgencies = this.#table<number>('urgency', {
    ...byText(0x10, 'u'),
    value: (untilMs) => untilMs,
  });
  readonly quotas = this.#table<Amounts>('quota', {
    key: (role) =>
      joined(
        0x10,
        'q',
        ROLES.findIndex((known) => known === role),
      ),
    value: ({ registrations, bytes }) => [registrations, bytes],
  });
  readonly usage = this.#table<Amounts & { readonly day: number }>('usage', {
    ...byText(0x11),
    value: ({ day, registrations, bytes }) => [day, registrations, bytes],
  });
  /** Name: organization, then height, address and kind. */
  readonly evidence = this.#table<readonly [number, number, number, 0 | 1]>('evidence', {
    key(name) {
      const [organization, rest] = halves(name);
      const [height = '', address = '', kind] = rest.split(' ');
      return joined(0x10, 'e', organization, 0, u64(height), bytesOf(address), Number(kind));
    },
    value: (numbers) => [...numbers],
  });
  readonly membership = this.#table<readonly [number, number, readonly number[]]>('membership', {
    key: () => joined(0x10, 'm'),
    value: ([epoch, active, roles]) => [epoch, active, [...roles]],
  });

  readonly prefixes = this.#versioned<PrefixRow>('prefix', {
    ...byText(0x20),
    value: ({ holder, tx, afterMs, template, tenure, reason }) => [
      holder,
      bytesOf(tx),
      afterMs,
      template && [template.others ? 1 : 0, [...template.required], [...template.optional]],
      tenure,
      reason,
    ],
  });
  readonly records = this.#versioned<RecordRow>('record', {
    ...byText(0x20),
    value: ({ status, holder, tx, values, reason }) => [
      status,
      holder,
      bytesOf(tx),
      values.map((value) => [...value]),
      reason,
    ],
  });
  readonly scopes = this.#table<ScopeRow>('counts', scopeForm);
  /** Name: scope of days, day. */
  readonly days = this.#table<readonly [number, number]>('day', {
    key(name) {
      const [scope, day] = halves(name);
      return joined(0x21, Buffer.from(scope, 'latin1'), 0, u32(Number(day)));
    },
    value: ([registered, retired]) => [registered, retired],
  });
  /** Name: scope, organization. */
  readonly held = this.#table<number>('prefixes held', {
    key(name) {
      const [scope, organization] = halves(name);
      return joined(0x21, 0x02, Buffer.from(scope, 'latin1'), 0, organization);
    },
    value: (count) => count,
  });
  readonly secrets = this.#table<Uint8Array>('secret', {
    ...byIndex(0x22),
    value: (data) => ({ raw: data }),
  });
  /** Name: prefix, height. */
  readonly changes = this.#versioned<readonly string[]>('changes', {
    key(name) {
      const [prefix, height] = halves(name);
      return joined(0x23, prefix, 0, u64(height));
    },
    value: (suffixes) => [...suffixes],
  });
  /** Name: prefix, organization. */
  readonly administrations = this.#versioned<AdministrationRow>('administration', {
    ...byText(0x24),
    value: (row) => [
      row.status,
      row.grantor,
      row.mayDelegate ? 1 : 0,
      row.untilMs,
      bytesOf(row.tx),
      row.reason,
      row.tenure,
      row.number,
      row.by && [...row.by],
    ],
  });
  /** Name: identifier, index. */
  readonly requests = this.#versioned<RequestRow>('request for signatures', {
    ...byIndex(0x25),
    value: (row) => [
      row.status,
      [...row.value],
      [...row.parties],
      row.required,
      row.withdrawal,
      row.untilMs,
      row.signed.map(([party, tx]) => [party, bytesOf(tx)]),
      bytesOf(row.tx),
      row.reason,
      row.asker,
      row.by && [...row.by],
    ],
  });

  readonly constitution = this.#versioned<ConstitutionRow>('constitution', {
    key: () => joined(0x30, 'c'),
    value: ({ tx, committees, rules }) => [
      orNull(tx),
      committees.map(({ name, organizations }) => [name, [...organizations]]),
      rules.map(ruleValue),
    ],
  });
  readonly counter = this.#table<readonly [number, number]>('counter', {
    key: () => joined(0x30, 'n'),
    value: ([newest, open]) => [newest, open],
  });
  readonly openProposals = this.#table<true>('open proposal', {
    key: (number) => joined(0x30, 'o', u64(number)),
    value: () => ONE,
  });
  readonly proposals = this.#versioned<ProposalRow>('proposal', {
    ...byProposal(0),
    value: (row) => [
      row.status,
      row.author,
      bytesOf(row.tx),
      row.openedMs,
      row.closesMs,
      row.executesMs,
      row.content,
      row.rules.map(({ rule, size }) => [ruleValue(rule), hashOf(ruleValue(rule)), size]),
      row.code,
      null,
    ],
    // Details of a refusal are words around its code: the model leaves them out.
    unknownItem: 9,
  });
  readonly contents = this.#table<Uint8Array>('content', {
    ...byProposal(1),
    value: (content) => ({ raw: content }),
  });
  readonly tallies = this.#table<{ readonly epoch: number; readonly counts: readonly CountRow[] }>(
    'tally',
    {
      ...byProposal(2),
      value: ({ epoch, counts }) => [
        epoch,
        counts.map(({ active, size, yes, no, abstain }) => [active, size, yes, no, abstain]),
      ],
    },
  );
  /** Name: proposal, organization. */
  readonly votes = this.#table<VoteRow>('vote', {
    ...byVoter(3),
    value: (row) => [row.choice, ...voteTail(row)],
  });
  readonly vetoes = this.#table<VoteRow>('veto', {
    ...byVoter(4),
    value: (row) => [3, ...voteTail(row)],
  });
  /** Name: due time, proposal. */
  readonly queue = this.#table<true>('queue', {
    key(name) {
      const [dueMs, number] = halves(name);
      return joined(0x30, 'q', u64(dueMs), u64(number));
    },
    value: () => ONE,
  });
  /** Name: address in hex. */
  readonly former = this.#table<ValidatorRow & { readonly height: number }>('former validator', {
    key: (address) => joined(0x30, 'f', bytesOf(address)),
    value: (row) => [row.organization, row.publicKey, row.height],
  });
  /** Name: address in hex. */
  readonly signers = this.#table<{ readonly mark: Uint8Array; readonly height: number }>('signer', {
    key: (address) => joined(0x30, 's', bytesOf(address)),
    value: (row) => [row.mark, row.height],
  });
  readonly consensus = this.#versioned<readonly [number, number, number]>('consensus', {
    key: () => joined(0x30, 'b'),
    value: (numbers) => [...numbers],
  });
  readonly validators = this.#versioned<readonly ValidatorRow[]>('validators', {
    key: () => joined(0x30, 'v'),
    value: (list) => list.map((row) => [row.organization, row.publicKey, row.power]),
  });

  /** One way of having no right is as good as another here: then nothing is said. */
  #codeValue(code: string): CborInput | { readonly raw: Uint8Array } | undefined {
    const number = this.#numberOf(code);
    return number === undefined ? undefined : { raw: u16(number) };
  }

  #table<Row>(title: string, form: Form<Row>): Table<Row> {
    return new Table(this.journal, title, form);
  }

  #versioned<Row>(title: string, form: Form<Row>): Table<Row> {
    return new Table(this.journal, title, form, true);
  }
}
