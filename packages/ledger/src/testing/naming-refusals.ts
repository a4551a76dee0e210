import { encode } from '@touchmark/codec';
import { RECORD_VALUES } from '../limits.ts';
import { encodeDelegate } from '../modules/naming/delegate.ts';
import type { NAMING_ERRORS } from '../modules/naming/errors.ts';
import type { RegisterEntry } from '../modules/naming/params.ts';
import type { RecordValue } from '../modules/naming/record-value.ts';
import { encodeRegister } from '../modules/naming/register.ts';
import { encodeRetire } from '../modules/naming/retire.ts';
import { encodeUpdate } from '../modules/naming/update.ts';
import { encodeSuspend } from '../modules/organizations/suspend.ts';
import { ITEM, namedSandbox, sandboxWithItem, secret, value } from './named-sandbox.ts';
import type { RefusalCases } from './refusal-case.ts';
import type { Submitted } from './sandbox.ts';

function delegate(author: string, prefix: string, holder: string): Submitted {
  return namedSandbox().submit(author, encodeDelegate({ prefix, holder }));
}

function register(...entries: RegisterEntry[]): Submitted {
  return namedSandbox().submit('maker', encodeRegister({ prefix: '88.118.8', entries }));
}

function registerValues(...values: RecordValue[]): Submitted {
  return register({ suffix: 'good', values: [] }, { suffix: 'item', values });
}

function update(author: string, before: readonly RecordValue[], after: readonly RecordValue[]) {
  const action = encodeUpdate({ identifier: ITEM, expectedVersion: 1, values: after });
  return sandboxWithItem(before).submit(author, action);
}

function retire(identifier: string, author = 'maker', expectedVersion = 1): Submitted {
  return sandboxWithItem().submit(
    author,
    encodeRetire({ identifier, expectedVersion, reason: 'scrapped' }),
  );
}

export const NAMING_REFUSALS: RefusalCases<keyof typeof NAMING_ERRORS> = {
  NAMING_PREFIX_TAKEN: () => delegate('second', '88.118.8', 'maker'),
  NAMING_PARENT_UNKNOWN: () => delegate('top', '88.7.1', 'maker'),
  NAMING_NOT_PREFIX_HOLDER: () => delegate('top', '88.118.9', 'maker'),
  NAMING_HOLDER_UNKNOWN: () => delegate('top', '88.7', 'nobody'),
  NAMING_HOLDER_SUSPENDED() {
    const sandbox = namedSandbox();
    sandbox.must('admin', encodeSuspend({ id: 'second', reason: 'unpaid' }));
    return sandbox.submit('top', encodeDelegate({ prefix: '88.7', holder: 'second' }));
  },
  NAMING_HOLDER_ROLE: () => delegate('top', '88.7', 'maker'),
  NAMING_PREFIX_UNKNOWN: () =>
    namedSandbox().submit(
      'maker',
      encodeRegister({ prefix: '77', entries: [{ suffix: 'a', values: [] }] }),
    ),
  NAMING_ENTRY_SHAPE() {
    const params = encode({ prefix: '88.118.8', entries: [['a', []], ['b']] });
    return namedSandbox().submit('maker', { type: 'naming.register', params });
  },
  NAMING_SUFFIX_INVALID: () => register({ suffix: 'a', values: [] }, { suffix: 'ü', values: [] }),
  NAMING_SUFFIX_REPEATED: () =>
    register({ suffix: 'b', values: [] }, { suffix: 'a', values: [] }, { suffix: 'b', values: [] }),
  NAMING_IDENTIFIER_TAKEN: () =>
    sandboxWithItem().submit(
      'maker',
      encodeRegister({
        prefix: '88.118.8',
        entries: [
          { suffix: 'fresh', values: [] },
          { suffix: 'item', values: [] },
        ],
      }),
    ),
  NAMING_IDENTIFIER_UNKNOWN: () => retire('88.118.8/nothing'),
  NAMING_IDENTIFIER_RETIRED() {
    const action = encodeRetire({ identifier: ITEM, expectedVersion: 1, reason: 'scrapped' });
    return sandboxWithItem().submit('maker', action, action);
  },
  NAMING_VERSION_CONFLICT: () => retire(ITEM, 'maker', 2),
  NAMING_NOT_RECORD_HOLDER: () => retire(ITEM, 'second'),
  NAMING_VALUE_INVALID: () => registerValues(value(1, 'a'), { ...value(2, 'b'), type: 'no space' }),
  NAMING_VALUES_UNSORTED: () => registerValues(value(2, 'a'), value(1, 'b')),
  NAMING_TOO_MANY_VALUES: () =>
    registerValues(...Array.from({ length: RECORD_VALUES + 1 }, (_, n) => value(n + 1, 'a'))),
  NAMING_RECORD_TOO_LARGE: () => registerValues(value(1, 'a'.repeat(33_000))),
  NAMING_VALUE_UNSALTED: () => registerValues(value(1, secret('').slice(0, 16), 12)),
  NAMING_VALUE_IMMUTABLE: () => update('maker', [value(1, 'a', 10)], []),
  NAMING_VALUE_NOT_PUBLIC: () => update('stranger', [value(1, 'a')], [value(1, 'b')]),
  NAMING_NOTHING_CHANGED: () => update('maker', [value(1, 'a')], [value(1, 'a')]),
};
