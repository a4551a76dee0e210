import type { Action } from '@touchmark/codec';
import * as fc from 'fast-check';
import { encodeDelegate } from '../modules/naming/delegate.ts';
import type { RecordValue } from '../modules/naming/record-value.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import { encodeRetire } from '../modules/naming/retire.ts';
import { encodeUpdate } from '../modules/naming/update.ts';
import { encodeReinstate } from '../modules/organizations/reinstate.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { encodeRuleAction } from './encode-rule-action.ts';
import { isSecret } from './naming-model.ts';
import type { ModelAction, ModelValue } from './naming-model.ts';
import { story } from './random-stories.ts';
import { START_MS, testKey } from './sandbox.ts';
import type { TestKey } from './sandbox.ts';

/** A transaction in the model's words. */
export interface RandomTransaction {
  readonly author: string;
  /** Another organization that signs as well. */
  readonly cosigner?: string | undefined;
  readonly actions: readonly ModelAction[];
  readonly endsBlock: boolean;
}

const organization = fc.constantFrom('admin', 'top', 'second', 'maker', 'stranger');
const version = fc.constantFrom(1, 1, 1, 2, 2, 3);
const value: fc.Arbitrary<ModelValue> = fc.record(
  {
    index: fc.integer({ min: 1, max: 3 }),
    data: fc.constantFrom('', 'x', 'y'),
    permissions: fc.constantFrom(14, 14, 14, 15, 15, 13, 12, 10, 3),
  },
  { noNullPrototype: true },
);
const values = fc
  .oneof(
    { weight: 8, arbitrary: fc.uniqueArray(value, { maxLength: 3, selector: (of) => of.index }) },
    { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) },
  )
  .map((given) => given.toSorted((left, right) => left.index - right.index));
const suffix = fc.constantFrom('a', 'a', 'b', 'b', 'a/b', '0', 'c//d');
const kind = <Kind extends string>(of: Kind) => fc.constant(of);

/** What an author may do under a prefix, if it is the author's. */
function actionUnder(prefix: fc.Arbitrary<string>): fc.Arbitrary<ModelAction> {
  const name = fc.tuple(prefix, fc.constantFrom('a', 'b', 'a/b', '0'));
  const identifier = name.map((parts) => parts.join('/'));
  const entries = (maxLength: number) =>
    fc.array(fc.record({ suffix, values }), { minLength: 1, maxLength });
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: kind('register'), prefix, entries: entries(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('register'), prefix, entries: entries(4) }) },
    { weight: 6, arbitrary: fc.record({ kind: kind('update'), identifier, version, values }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('retire'), identifier, version }) },
    { weight: 2, arbitrary: ruleAction(prefix, identifier) },
    { weight: 3, arbitrary: signatureAction(identifier) },
  );
}

/** What changes who may act, and what records may be. */
function ruleAction(
  prefix: fc.Arbitrary<string>,
  identifier: fc.Arbitrary<string>,
): fc.Arbitrary<ModelAction> {
  const untilMs = fc.constantFrom(0, 0, 0, START_MS + 5_000, START_MS + 15_000);
  const mayDelegate = fc.boolean();
  const administrator = organization;
  const to = organization;
  return fc.oneof(
    fc.record({ kind: kind('appoint'), prefix, administrator, mayDelegate, untilMs }),
    fc.record({ kind: kind('appoint'), prefix, administrator, mayDelegate, untilMs }),
    fc.record({ kind: kind('dismiss'), prefix, administrator }),
    fc.record({
      kind: kind('template'),
      prefix,
      version,
      template: fc.constantFrom('none', 'none', 'needs', 'bars'),
    }),
    fc.record({
      kind: kind('reregistration'),
      prefix,
      version,
      afterMs: fc.constantFrom(0, 1, 3_000),
    }),
    fc.record({ kind: kind('transfer'), identifier, version, to }),
    fc.record({ kind: kind('transfer-prefix'), prefix, version, to }),
    fc.record({ kind: kind('reregister'), identifier, version, values }),
    fc.record({
      kind: kind('update'),
      identifier,
      version,
      values: identifier.map((data): ModelValue[] => [
        { index: 1, data, permissions: 14, type: 'HS_ALIAS' },
      ]),
    }),
  );
}

function signatureAction(identifier: fc.Arbitrary<string>): fc.Arbitrary<ModelAction> {
  const index = fc.constantFrom(1, 4, 4, 4);
  const permissions = fc.constantFrom(14, 14, 14, 10);
  return fc.oneof(
    fc.record({
      kind: kind('request'),
      identifier,
      version,
      index,
      parties: fc.uniqueArray(organization, { minLength: 1, maxLength: 3 }),
      required: fc.constantFrom(1, 1, 2),
      withdrawal: fc.constantFrom('never', 'before', 'always', 'always'),
      permissions,
    }),
    { weight: 3, arbitrary: fc.record({ kind: kind('sign'), identifier, index, permissions }) },
    fc.record({ kind: kind('withdraw'), identifier, index }),
    fc.record({ kind: kind('close'), identifier, index }),
  );
}

const wildAction: fc.Arbitrary<ModelAction> = fc.oneof(
  actionUnder(fc.constantFrom('8', '8.1', '8.1.1', '8.1.1.1', '9')),
  fc.record({
    kind: kind('delegate'),
    prefix: fc.constantFrom('8', '8.1', '8.1.1', '8.1.1.1', '8.1-1', '9'),
    holder: organization,
  }),
  fc.record({ kind: fc.constantFrom('suspend', 'reinstate'), id: organization }),
  fc.record({
    kind: kind('reassign'),
    identifier: fc.constantFrom('8.1.1/a', '8.1.1/b', '8.1.1/0'),
    to: organization,
  }),
  fc.record({
    kind: kind('reassign-prefix'),
    prefix: fc.constantFrom('8', '8.1', '8.1.1'),
    version,
    to: organization,
  }),
);

const actions = (of: fc.Arbitrary<ModelAction>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(of, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(of, { minLength: 1, maxLength: 3 }) },
  );
const endsBlock = fc.boolean();
const cosigner = fc.option(organization, { nil: undefined, freq: 3 });
const own = (author: string, prefix: string): fc.Arbitrary<RandomTransaction> =>
  fc.record({
    author: fc.constant(author),
    cosigner,
    actions: actions(actionUnder(fc.constant(prefix))),
    endsBlock,
  });

const transaction: fc.Arbitrary<RandomTransaction> = fc.oneof(
  { weight: 4, arbitrary: own('maker', '8.1.1') },
  { weight: 1, arbitrary: own('second', '8.1') },
  { weight: 1, arbitrary: own('stranger', '8.1.1') },
  {
    weight: 2,
    arbitrary: fc.record({
      author: organization,
      cosigner,
      actions: actions(wildAction),
      endsBlock,
    }),
  },
);

const REQUESTED = {
  parties: ['maker', 'stranger'],
  required: 2,
  withdrawal: 'before',
  permissions: 14,
} as const;

const start: readonly RandomTransaction[] = [
  { author: 'admin', actions: [{ kind: 'delegate', prefix: '8', holder: 'top' }], endsBlock: true },
  {
    author: 'top',
    actions: [{ kind: 'delegate', prefix: '8.1', holder: 'second' }],
    endsBlock: false,
  },
  {
    author: 'second',
    actions: [{ kind: 'delegate', prefix: '8.1.1', holder: 'maker' }],
    endsBlock: true,
  },
  {
    author: 'maker',
    actions: [
      { kind: 'reregistration', prefix: '8.1.1', version: 1, afterMs: 2_000 },
      {
        kind: 'register',
        prefix: '8.1.1',
        entries: [
          { suffix: 'b', values: [] },
          { suffix: '0', values: [] },
        ],
      },
      { kind: 'request', identifier: '8.1.1/b', version: 1, index: 4, ...REQUESTED },
      {
        kind: 'appoint',
        prefix: '8.1.1',
        administrator: 'second',
        mayDelegate: true,
        untilMs: 0,
      },
    ],
    endsBlock: true,
  },
];

/** Histories that begin with a small hierarchy, so that much of what follows succeeds. */
export const randomHistory: fc.Arbitrary<RandomTransaction[]> = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: transaction.map((one): readonly RandomTransaction[] => [one]) },
      { weight: 1, arbitrary: story },
    ),
    { minLength: 40, maxLength: 80 },
  )
  .map((parts) => [...start, ...parts.flat()]);

/** Keys of all that sign, the author's first. */
export function signersOf({ author, cosigner }: RandomTransaction): TestKey[] {
  const others = cosigner === undefined || cosigner === author ? [] : [cosigner];
  return [author, ...others].map((name) => testKey(name));
}

/** The ledger's own action for one of the model's. */
export function encodeModelAction(of: ModelAction): Action {
  switch (of.kind) {
    case 'delegate':
      return encodeDelegate(of);
    case 'register':
      return encodeRegister({
        prefix: of.prefix,
        entries: of.entries.map((entry) => ({
          suffix: entry.suffix,
          values: entry.values.map(recordValue),
        })),
      });
    case 'update':
      return encodeUpdate({
        identifier: of.identifier,
        expectedVersion: of.version,
        values: of.values.map(recordValue),
      });
    case 'retire':
      return encodeRetire({
        identifier: of.identifier,
        expectedVersion: of.version,
        reason: 'scrapped',
      });
    case 'suspend':
      return encodeSuspend({ id: of.id, reason: 'unpaid' });
    case 'reinstate':
      return encodeReinstate({ id: of.id, reason: 'paid' });
    default:
      return encodeRuleAction(of);
  }
}

export function recordValue(of: ModelValue): RecordValue {
  const salted = new Uint8Array([...new Uint8Array(16), ...new TextEncoder().encode(of.data)]);
  const data = isSecret(of) ? salted : of.data;
  return {
    index: of.index,
    type: of.type ?? 'T',
    data,
    ttlSeconds: 1,
    permissions: of.permissions,
  };
}
