import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { executeBlock } from './index.ts';
import { encodeModelAction, randomHistory, signersOf } from './testing/random-transactions.ts';
import { Sandbox, START_MS } from './testing/sandbox.ts';

/** What would let two machines disagree, with the reason. */
const FORBIDDEN: readonly [RegExp, string][] = [
  [/\bDate\b/, 'block time is the only clock'],
  [/\b(performance|setTimeout|setInterval|setImmediate|queueMicrotask)\b/, 'no clock, no timers'],
  [/\bMath\.random\b|\bgetRandomValues\b|\brandomUUID\b/, 'no randomness'],
  [/\bMath\.(sin|cos|tan|exp|log\w*|pow|sqrt|cbrt|hypot|atan2?)\b/, 'approximated by each runtime'],
  [/\bIntl\b|\blocaleCompare\b|\btoLocale\w+/, 'no locale'],
  [/\.(normalize|toLowerCase|toUpperCase)\(|\\p\{/, 'Unicode tables differ between runtimes'],
  [/\b(process|globalThis|navigator|fetch|require)\b|\bdocument\./, 'nothing of the host'],
  [/\b(async|await|Promise)\b/, 'no promises'],
  [/\b(Float\d+Array|parseFloat|getFloat\d+)\b/, 'no floating point in state'],
  [/\bWeakRef\b|\bFinalizationRegistry\b/, 'no dependence on garbage collection'],
  [/\.stack\b/, 'the text of an error is no result'],
  [/from 'node:/, 'no I/O'],
];

/**
 * Where hash maps are used: filled and asked when the program starts, never read out in their
 * order.
 */
const MAPS_ALLOWED = ['kernel/registry.ts', 'kernel/rulebook.ts'];

const root = import.meta.dirname;
const sources = globSync('**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts') && !file.startsWith('testing/'),
);

function code(file: string): string {
  const text = readFileSync(resolve(root, file), 'utf8');
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/[^\n]*/g, '');
}

test('there are sources to look at', () => {
  assert.ok(sources.length > 50);
});

for (const [pattern, why] of FORBIDDEN) {
  test(`no source uses ${String(pattern)}: ${why}`, () => {
    for (const file of sources) assert.doesNotMatch(code(file), pattern, file);
  });
}

test('hash maps are made only where their order is never read', () => {
  const users = sources.filter((file) => /new (Map|Set|WeakMap)\b/.test(code(file)));
  assert.deepEqual(users, MAPS_ALLOWED);
});

test('executes without clock, randomness, locale and environment', () => {
  const prepared = fc.sample(randomHistory, { seed: 3, numRuns: 10 }).map((history) => {
    const sandbox = new Sandbox();
    const transactions = history.map((each) =>
      sandbox.transaction(signersOf(each), each.actions.map(encodeModelAction)),
    );
    return { state: sandbox.state, transactions };
  });
  const run = () =>
    prepared.map(({ state, transactions }) => {
      const block = { chainId: 'sandbox', height: 1, timeMs: START_MS + 1000, transactions };
      return executeBlock(block, state, () => true);
    });
  const expected = run();
  assert.ok(expected.some(({ results }) => results.some(({ code: number }) => number === 0)));
  assert.deepEqual(withoutHost(run), expected);
});

const trap = (): never => {
  throw new Error('the ledger asked the host');
};

/** Runs with every source of difference replaced by a function that throws. */
function withoutHost<Result>(run: () => Result): Result {
  const owners: [object, string[]][] = [
    [
      globalThis,
      ['Date', 'Intl', 'fetch', 'setTimeout', 'performance', 'queueMicrotask', 'process'],
    ],
    [Math, ['random', 'pow', 'sin', 'cos', 'exp', 'log', 'sqrt']],
    [
      String.prototype,
      ['localeCompare', 'normalize', 'toLowerCase', 'toUpperCase', 'toLocaleString'],
    ],
    [Number.prototype, ['toLocaleString']],
    [globalThis.crypto, ['getRandomValues', 'randomUUID']],
  ];
  const restore: (() => void)[] = [];
  try {
    for (const [owner, names] of owners) {
      for (const name of names) {
        const own = Object.getOwnPropertyDescriptor(owner, name);
        Object.defineProperty(owner, name, { configurable: true, get: trap });
        restore.push(() => {
          if (own === undefined) Reflect.deleteProperty(owner, name);
          else Object.defineProperty(owner, name, own);
        });
      }
    }
    return run();
  } finally {
    for (const undo of restore) undo();
  }
}

test('the traps of the test above do spring', () => {
  assert.throws(() => withoutHost(() => new Date()), /asked the host/);
  assert.throws(() => withoutHost(() => Math.random()), /asked the host/);
  assert.throws(() => withoutHost(() => 'a'.localeCompare('b')), /asked the host/);
  assert.throws(() => withoutHost(() => crypto.randomUUID()), /asked the host/);
});
