import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parse } from 'smol-toml';
import { checkConfiguration } from './check.ts';
import { configurationReference, defaultConfigurationFile } from './document.ts';
import { ConfigurationError, resolveConfiguration } from './resolve.ts';
import { SETTINGS } from './settings.ts';

const file = (text: string) => ({ path: 'touchmark.toml', text });

test('the file is overruled by the environment and both by flags', () => {
  const text = '[http]\nport = 1\nhost = "a"\nmax_connections = 7\n';
  const environment = { TOUCHMARK_HTTP_PORT: '2', TOUCHMARK_HTTP_HOST: 'b' };
  const { http } = resolveConfiguration({
    file: file(text),
    environment,
    flags: { 'http.port': '3' },
  });
  assert.deepEqual([http.port, http.host, http.maxConnections], [3, 'b', 7]);
});

test('without any source every setting has its default', () => {
  const configuration = resolveConfiguration();
  assert.equal(configuration.http.port, 8080);
  assert.deepEqual(configuration.http.corsOrigins, ['*']);
});

test('the commented default file is TOML; uncommented it is the default configuration', () => {
  const commented = defaultConfigurationFile();
  assert.deepEqual(resolveConfiguration({ file: file(commented) }), resolveConfiguration());
  const uncommented = commented.replace(/^# ([a-z_]+ = )/gm, '$1');
  assert.equal(Object.keys(parse(uncommented)).length > 5, true);
  const { settings, configuration } = checkConfiguration({ file: file(uncommented) });
  assert.deepEqual(configuration, resolveConfiguration());
  assert.equal(
    settings.every((setting) => setting.source === 'file touchmark.toml'),
    true,
  );
});

const refusals: [string, Parameters<typeof checkConfiguration>[0], RegExp][] = [
  ['unknown key', { file: file('[http]\nprot = 1') }, /http\.prot .*Did you mean http\.port\?/],
  ['a name like no other', { file: file('[foo]\nport = 1') }, /foo .*Remove it/],
  ['unknown section', { file: file('[htpp]\nport = 1') }, /htpp .*Did you mean http\?/],
  ['section as value', { file: file('http = 3') }, /Write \[http\]/],
  ['not TOML', { file: file('[http\nport') }, /is not TOML: .*line 1/],
  ['wrong type', { file: file('[http]\nport = "80"') }, /http\.port .*is "80".*whole number/],
  ['out of range', { file: file('[http]\nport = 65536') }, /from 0 to 65535/],
  ['a date', { file: file('[http]\nport = 2020-01-01') }, /http\.port/],
  ['unknown variable', { environment: { TOUCHMARK_HTTP_PROT: '1' } }, /TOUCHMARK_HTTP_PORT/],
  ['misspelt section', { environment: { TOUCHMARK_HTPP_PORT: '1' } }, /TOUCHMARK_HTTP_PORT/],
  ['variable of wrong type', { environment: { TOUCHMARK_HTTP_PORT: 'x' } }, /is "x"/],
  ['empty number', { environment: { TOUCHMARK_HTTP_PORT: '' } }, /http\.port .*is ""/],
  ['unknown flag', { flags: { port: '1' } }, /port \(flag\)/],
  ['level', { flags: { 'log.level': 'loud' } }, /one of fatal, error/],
  ['waits', { flags: { 'http.commit_wait_ms': '90000' } }, /commit_wait_limit_ms/],
  ['timeouts', { flags: { 'http.headers_timeout_ms': '60000' } }, /part of the request/],
];
for (const [name, sources, expected] of refusals) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => resolveConfiguration(sources),
      (error) => error instanceof ConfigurationError && expected.test(error.message),
    );
  });
}

test('all problems are told at once', () => {
  const { problems } = checkConfiguration({ file: file('[http]\nport = -1\nhost = 1\nx = 1') });
  assert.equal(problems.length, 3);
});

test('variables of other tools are left alone', () => {
  assert.deepEqual(checkConfiguration({ environment: { TOUCHMARK_URL: 'x' } }).problems, []);
});

test('a secret is never shown, not even a wrong one', () => {
  const good = Buffer.alloc(32, 7).toString('base64');
  for (const secret of [good, 'hunter2']) {
    const checked = checkConfiguration({ environment: { TOUCHMARK_NODE_VALIDATOR_KEY: secret } });
    assert.equal(JSON.stringify([checked.settings, checked.problems]).includes(secret), false);
  }
  assert.equal(
    resolveConfiguration({ flags: { 'node.validator_key': good } }).node.validatorKey,
    good,
  );
});

test('any text as a file or value gives settings or problems, never an exception', () => {
  const key = fc.constantFrom(...SETTINGS.map((setting) => setting.key));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.dictionary(key, fc.string()), (text, flags) => {
      const checked = checkConfiguration({ file: file(text), flags });
      assert.equal(checked.configuration === undefined, checked.problems.length > 0);
    }),
  );
});

test('the reference names every setting', () => {
  const reference = configurationReference();
  for (const setting of SETTINGS) assert.ok(reference.includes(`\`${setting.environment}\``));
});
