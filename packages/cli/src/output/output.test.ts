import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './language.ts';
import { Output, wantsColour } from './output.ts';
import { plain, timeText } from './plain.ts';
import { textTable, widthOf } from './text-table.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) };
}

function streams(isTTY = false) {
  return { stdout: recorder(isTTY), stderr: recorder(isTTY) };
}

test('data goes to stdout, talk to stderr, and --quiet stops talk alone', () => {
  const to = streams();
  const output = new Output(to, { json: false, quiet: true, colour: false });
  output.data('data');
  output.talk('talk');
  output.progress('50 %');
  output.warn('warning');
  assert.deepEqual(to.stdout.written, ['data\n']);
  assert.deepEqual(to.stderr.written, ['warning\n']);
});

test('with JSON stderr is one document at the end, or nothing', () => {
  const to = streams(true);
  const output = new Output(to, { json: true, quiet: false, colour: false });
  output.talk('talk');
  output.progress('50 %');
  output.end();
  assert.deepEqual(to.stderr.written, []);
  output.warn('careful');
  output.end({ code: 'X' });
  assert.deepEqual(
    to.stderr.written.map((text) => JSON.parse(text)),
    [{ error: { code: 'X' }, warnings: ['careful'] }],
  );
});

test('an empty result is no line for people, and empty JSON for programs', () => {
  const to = streams();
  new Output(to, { json: false, quiet: false, colour: false }).result([], () => '');
  new Output(to, { json: true, quiet: false, colour: false }).result([], () => '');
  assert.deepEqual(to.stdout.written, ['[]\n']);
});

test('JSON holds bytes as base64 and large integers as text', () => {
  const to = streams();
  const output = new Output(to, { json: true, quiet: false, colour: false });
  output.result({ bytes: Uint8Array.of(1, 2), big: 2n ** 60n }, () => 'text');
  assert.deepEqual(JSON.parse(to.stdout.written.join('')), {
    bytes: 'AQI=',
    big: '1152921504606846976',
  });
});

test('progress shows on a terminal alone and ends before anything else is said', () => {
  const to = streams(true);
  const output = new Output(to, { json: false, quiet: false, colour: false });
  output.progress('50 %');
  output.talk('done');
  assert.deepEqual(to.stderr.written, ['\r\u001b[2K50 %', '\n', 'done\n']);
});

test('NO_COLOR wins, then FORCE_COLOR, then the terminal', () => {
  assert.equal(wantsColour({}, streams(true)), true);
  assert.equal(wantsColour({ TERM: 'dumb' }, streams(true)), false);
  assert.equal(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, streams(true)), false);
  assert.equal(wantsColour({ FORCE_COLOR: '1' }, streams()), true);
  assert.equal(wantsColour({ NO_COLOR: '' }, streams()), false);
});

test('the first locale variable that is set decides the language', () => {
  assert.equal(languageOf({ LANG: 'zh_CN.UTF-8' }), 'zh');
  assert.equal(languageOf({ LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }), 'en');
  assert.equal(languageOf({ LC_ALL: '', LC_MESSAGES: 'zh_TW' }), 'zh');
  assert.equal(languageOf({}), 'en');
});

test('registered text can move no cursor and reverse no line', () => {
  assert.equal(plain('ok\u001b[2J\n\u202eevil'), 'ok\\u{1b}[2J\\u{a}\\u{202e}evil');
  assert.equal(plain('深沟球轴承 é'), '深沟球轴承 é');
});

test('columns align, also with characters that are two columns wide', () => {
  assert.equal(widthOf('轴承a'), 5);
  assert.equal(textTable([['轴承', 'x'], ['abc', 'y'], ['a']]), '轴承  x\nabc   y\na');
});

test('times are UTC and say so', () => {
  assert.equal(timeText(Date.UTC(2026, 8, 28, 8, 30)), '2026-09-28 08:30:00 UTC');
});
