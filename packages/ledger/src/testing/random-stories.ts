import * as fc from 'fast-check';
import type { ModelAction } from './naming-model.ts';
import type { RandomTransaction } from './random-transactions.ts';

/** Transactions that only mean something one after the other; chance alone seldom tells them. */
const identifier = '8.1.1/0';
const prefix = '8.1.1';
const kind = <Kind extends string>(of: Kind) => fc.constant(of);
const version = fc.constantFrom(1, 2, 3, 4);
const index = fc.constantFrom(2, 4);
const deputy = fc.constantFrom('second', 'top', 'stranger');

function told(
  by: fc.Arbitrary<string>,
  action: fc.Arbitrary<ModelAction>,
  cosigner?: fc.Arbitrary<string>,
): fc.Arbitrary<RandomTransaction> {
  return fc.record({
    author: by,
    cosigner: cosigner ?? fc.constant(undefined),
    actions: fc.tuple(action),
    endsBlock: fc.boolean(),
  });
}

const maker = fc.constant('maker');
const appoint = (administrator: fc.Arbitrary<string>) =>
  fc.record({
    kind: kind('appoint'),
    prefix: fc.constant(prefix),
    administrator,
    mayDelegate: fc.constantFrom(true, true, false),
    untilMs: fc.constant(0),
  });
const dismiss = fc.record({
  kind: kind('dismiss'),
  prefix: fc.constant(prefix),
  administrator: deputy,
});
const move = told(
  fc.constantFrom('maker', 'second'),
  fc.record({
    kind: kind('transfer-prefix'),
    prefix: fc.constant(prefix),
    version,
    to: fc.constantFrom('maker', 'second'),
  }),
  fc.constantFrom('maker', 'second'),
);
const ends = fc.oneof(
  told(maker, dismiss),
  told(deputy, dismiss),
  told(maker, appoint(deputy)),
  move,
  told(fc.constant('admin'), fc.record({ kind: kind('suspend'), id: deputy })),
);
const request = fc.record({
  kind: kind('request'),
  identifier: fc.constant(identifier),
  version,
  index,
  parties: fc.constant(['maker', 'stranger']),
  required: fc.constantFrom(1, 1, 2),
  withdrawal: fc.constantFrom('before', 'always'),
  permissions: fc.constantFrom(14, 14, 14, 10),
});
const sign = fc.record({
  kind: kind('sign'),
  identifier: fc.constant(identifier),
  index,
  permissions: fc.constantFrom(14, 14, 14, 10),
});
const undo = fc.record({
  kind: fc.constantFrom('withdraw', 'close'),
  identifier: fc.constant(identifier),
  index,
});
const party = fc.constantFrom('maker', 'stranger');
const registers = fc.record({
  kind: kind('register'),
  prefix: fc.constant(prefix),
  entries: fc.constantFrom('p', 'q', 'r', 's').map((suffix) => [{ suffix, values: [] }]),
});

/** A deputy asks, something happens to its right, and the parties sign all the same. */
const asked = fc.tuple(
  told(maker, appoint(deputy)),
  told(fc.oneof(deputy, maker), request),
  ends,
  told(party, sign),
  told(party, sign),
  told(party, undo),
);

/** Deputies of deputies, of which one goes and comes back. */
const deputies = fc.tuple(
  told(maker, appoint(deputy)),
  told(deputy, appoint(deputy)),
  told(deputy, registers),
  ends,
  told(fc.constantFrom('maker', 'second'), appoint(deputy)),
  told(deputy, registers),
);

/** Away, and back to who had it before. */
const away = fc.tuple(move, move, told(deputy, registers));

/** Gone, replaced by decision, and there again. */
const admin = fc.constant('admin');
const replaced = fc.tuple(
  told(maker, appoint(deputy)),
  told(admin, fc.record({ kind: kind('suspend'), id: maker })),
  told(
    admin,
    fc.record({
      kind: kind('reassign-prefix'),
      prefix: fc.constant(prefix),
      version,
      to: fc.constantFrom('top', 'second'),
    }),
  ),
  told(
    admin,
    fc.record({
      kind: kind('reassign'),
      identifier: fc.constant(identifier),
      to: deputy,
    }),
  ),
  told(fc.oneof(deputy, party), sign),
  told(admin, fc.record({ kind: kind('reinstate'), id: maker })),
  move,
  told(fc.oneof(deputy, maker), registers),
);

export const story: fc.Arbitrary<readonly RandomTransaction[]> = fc.oneof(
  asked,
  deputies,
  away,
  replaced,
);
