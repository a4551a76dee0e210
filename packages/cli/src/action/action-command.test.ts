import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledger } from '@touchmark/ledger';
import { actionCommand } from './action-command.ts';
import { describeSchema, fieldOption } from './field-option.ts';

const commands = [...ledger.registry.actions.values()].map(actionCommand);

test('every action of the ledger is a command, with an option for each of its fields', () => {
  for (const command of commands) {
    const definition = ledger.registry.actions.get(command.path.replace('do ', ''));
    assert.ok(definition?.params.description.kind === 'map', command.path);
    const flags = Object.values(command.options).map((option) => option.flags.split(' ')[0]);
    assert.equal(new Set(flags).size, flags.length, `${command.path}: an option twice`);
    assert.equal(flags.includes('--propose'), definition.governed !== undefined);
    assert.ok(command.examples[0]?.startsWith(`touchmark ${command.path} `));
  }
  assert.equal(commands.length, ledger.registry.actions.size);
});

const text = { kind: 'text', form: 'any', minBytes: 1, maxBytes: 9 } as const;
const uint = { kind: 'uint', min: 1, max: 9 } as const;
const bytes = { kind: 'bytes', minBytes: 2, maxBytes: 2 } as const;
const pair = { kind: 'map', fields: [{ name: 'count', schema: uint }] } as const;
const none: ReadonlySet<string> = new Set();

const READ = [
  [text, 'a', 'a'],
  [uint, '7', 7],
  [bytes, '00ff', Uint8Array.of(0, 255)],
  [pair, '{"count": 7}', { count: 7 }],
  [{ kind: 'list', item: text, min: 0, max: 2 }, ['a', 'b'], ['a', 'b']],
  [{ kind: 'list', item: pair, min: 1, max: 2 }, ['{"count": 1}'], [{ count: 1 }]],
] as const;

for (const [schema, given, expected] of READ) {
  test(`${JSON.stringify(given)} as ${describeSchema(schema)}`, () => {
    const option = fieldOption({ name: 'someField', schema }, none);
    assert.match(option.flags, /^--some-field </);
    assert.deepEqual(option.read(given, {}), expected);
  });
}

test('what does not fit is refused by the name of the option', () => {
  const option = fieldOption({ name: 'count', schema: uint }, none);
  assert.throws(() => option.read('seven', {}), { message: '--count must be a whole number.' });
  const object = fieldOption({ name: 'pair', schema: pair }, none);
  assert.throws(() => object.read('{', {}), /--pair must be JSON/);
  assert.throws(() => object.read('{"sum": 1}', {}), /--pair has a field "sum"; known are count/);
});

test('a field with the name of another option is told apart', () => {
  const option = fieldOption({ name: 'key', schema: text }, new Set(['--key']));
  assert.equal(option.flags, '--field-key <text>');
});
