import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeView } from './ask-nodes.ts';
import { reachOf } from './reach.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta'];

/** What the node of one of four says that is connected with these; it signs for itself. */
function view(own: string, connected: readonly string[], change: object = {}): NodeView {
  const consensus = {
    engine: 'cometbft',
    state: 'resting',
    node: `id-${own}`,
    peers: connected.map((name) => `id-${name}`),
    validators: NAMES.map((name) => ({
      address: name.toUpperCase(),
      organization: name,
      power: 10,
      isOwn: name === own,
    })),
    power: { total: 40, needed: 27 },
    newest: { block: 9 },
    ...change,
  };
  return { url: `http://${own}`, consensus, height: 9, findings: [] };
}

const silent: NodeView = { url: 'http://silent', findings: [], error: new Error('paused') };
const seen = (...nodes: NodeView[]): string[] =>
  reachOf(nodes, 'en').map(({ check, level }) => `${check} ${level}`);

test('enough are connected: known by themselves, or strong enough to be', () => {
  assert.deepEqual(seen(view('alpha', ['beta', 'gamma'])), []);
  assert.deepEqual(seen(view('alpha', ['gamma']), view('beta', ['gamma'])), []);
  assert.deepEqual(seen(view('follower', ['alpha', 'beta', 'gamma'])), []);
});

test('two of four are gone: at once a failure, where nobody else is connected, with who is missing', () => {
  const two = [view('alpha', ['beta']), view('beta', ['alpha'])];
  assert.deepEqual(seen(...two), ['network.unreached failure']);
  assert.deepEqual(seen(...two, silent, silent), ['network.unreached failure']);
  const [found] = reachOf(two, 'en');
  assert.match(found?.detail ?? '', /At most 20 of 40 .* 27 .*: gamma \(10\), delta \(10\);/);
  assert.match(reachOf(two, 'zh')[0]?.detail ?? '', /至多为 20（共 40）.*gamma \(10\)/);
});

test('who is connected and not known may pass on the votes of others: a warning', () => {
  assert.deepEqual(seen(view('alpha', ['beta'])), ['network.unreached warning']);
  const paused = [
    view('alpha', ['beta', 'gamma', 'delta']),
    view('beta', ['alpha', 'gamma', 'delta']),
  ];
  assert.deepEqual(seen(...paused, silent), []);
  assert.deepEqual(seen(...paused, silent, silent), ['network.unreached warning']);
});

test('before the first block they may be on their way', () => {
  const founding = view('alpha', [], { newest: { block: 0 } });
  assert.deepEqual(seen(founding), ['network.unreached warning']);
});

test('a node whose CometBFT is away connects nobody; one that decides alone needs nobody', () => {
  const away = view('beta', [], { state: 'away', node: null });
  assert.deepEqual(seen(view('alpha', []), away), ['network.unreached failure']);
  assert.deepEqual(seen(view('alpha', [], { engine: 'embedded' })), []);
  const validators = [{ address: 'A', organization: 'a', power: 10, isOwn: true }];
  assert.deepEqual(seen(view('alpha', [], { validators })), []);
  assert.deepEqual(seen(silent), []);
});
