import type { Action } from '@touchmark/codec';
import * as fc from 'fast-check';
import { encodeDelegate } from '../modules/naming/delegate.ts';
import type { RecordValue } from '../modules/naming/record-value.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import { encodeRetire } from '../modules/naming/retire.ts';
import { encodeUpdate } from '../modules/naming/update.ts';
import { encodeReinstate } from '../modules/organizations/reinstate.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { isSecret } from './naming-model.ts';
import type { ModelAction, ModelValue } from './naming-model.ts';

/** A transaction in the model's words. */
export interface RandomTransaction {
  readonly author: string;
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
);

const actions = (of: fc.Arbitrary<ModelAction>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(of, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(of, { minLength: 1, maxLength: 3 }) },
  );
const endsBlock = fc.boolean();
const own = (author: string, prefix: string): fc.Arbitrary<RandomTransaction> =>
  fc.record({
    author: fc.constant(author),
    actions: actions(actionUnder(fc.constant(prefix))),
    endsBlock,
  });

const transaction: fc.Arbitrary<RandomTransaction> = fc.oneof(
  { weight: 4, arbitrary: own('maker', '8.1.1') },
  { weight: 1, arbitrary: own('second', '8.1') },
  { weight: 1, arbitrary: own('stranger', '8.1.1') },
  {
    weight: 2,
    arbitrary: fc.record({ author: organization, actions: actions(wildAction), endsBlock }),
  },
);

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
];

/** Histories that begin with a small hierarchy, so that much of what follows succeeds. */
export const randomHistory: fc.Arbitrary<RandomTransaction[]> = fc
  .array(transaction, { minLength: 40, maxLength: 80 })
  .map((transactions) => [...start, ...transactions]);

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
    default:
      return encodeReinstate({ id: of.id, reason: 'paid' });
  }
}

function recordValue(of: ModelValue): RecordValue {
  const salted = new Uint8Array([...new Uint8Array(16), ...new TextEncoder().encode(of.data)]);
  const data = isSecret(of) ? salted : of.data;
  return { index: of.index, type: 'T', data, ttlSeconds: 1, permissions: of.permissions };
}
