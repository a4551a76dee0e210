import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { temporaryDirectory, touchmark } from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

let directory: string;
before(async () => {
  directory = await temporaryDirectory();
});
after(() => rm(directory, { recursive: true }));

const options = (passphrase?: string) => ({
  environment: {
    TOUCHMARK_KEYSTORE: join(directory, 'keys'),
    ...(passphrase === undefined ? {} : { TOUCHMARK_PASSPHRASE: passphrase }),
  },
});

test('a key is made, listed, shown, exported and imported; its file is private and encrypted', async () => {
  const created = await touchmark(['key', 'create', 'one', '--json'], options('right'));
  assertCode(created, 0);
  const path = join(directory, 'keys/one.key.json');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const listed = jsonOf(await touchmark(['key', 'list', '--json'], options()));
  assert.deepEqual(at(listed, 'keys', 0), jsonOf(created));

  const hex = join(directory, 'one.hex');
  const toHex = ['key', 'export', 'one', '--format', 'hex', '--out', hex];
  assertCode(await touchmark(toHex, options('wrong')), 1, 'SDK_KEYSTORE_PASSPHRASE');
  assertCode(await touchmark(toHex, options('right')), 0);
  assert.equal((await stat(hex)).mode & 0o777, 0o600);
  const secret = (await readFile(hex, 'utf8')).trim();
  assert.ok(!(await readFile(path, 'utf8')).includes(secret));
  assertCode(await touchmark(toHex, options('right')), 2);

  const copies: readonly (readonly [name: string, format: string])[] = [
    ['two', 'hex'],
    ['three', 'validator'],
    ['four', 'encrypted'],
  ];
  for (const [name, format] of copies) {
    const file = join(directory, `${name}.exported`);
    assertCode(
      await touchmark(
        ['key', 'export', 'one', '--format', format, '--out', file],
        options('right'),
      ),
      0,
    );
    const imported = await touchmark(['key', 'import', name, file, '--json'], options('right'));
    assertCode(imported, 0);
    assert.equal(at(jsonOf(imported), 'publicKey'), at(jsonOf(created), 'publicKey'), format);
  }
});

test('a key is never replaced', async () => {
  const again = await touchmark(['key', 'create', 'one'], options('other'));
  assertCode(again, 2, 'KEYSTORE_KEY_EXISTS');
});

test('without a terminal a missing passphrase is an error that says what to do', async () => {
  const result = await touchmark(['key', 'create', 'five'], options());
  assertCode(result, 1, 'KEYSTORE_PASSPHRASE_MISSING');
  assert.match(result.stderr, /Set TOUCHMARK_PASSPHRASE, or give --passphrase-file FILE/);
  assert.ok(!(await readdir(join(directory, 'keys'))).includes('five.key.json'));
});

test('an empty passphrase is refused for a new key, wherever it comes from', async () => {
  const file = join(directory, 'empty.txt');
  await writeFile(file, '\nsecond line\n');
  const fromFile = ['key', 'create', 'ten', '--passphrase-file', file];
  assertCode(await touchmark(fromFile, options('x')), 1, 'KEYSTORE_PASSPHRASE_EMPTY');
  const result = await touchmark(['key', 'create', 'ten'], options(''));
  assertCode(result, 1, 'KEYSTORE_PASSPHRASE_EMPTY');
  assert.match(result.stderr, /TOUCHMARK_PASSPHRASE/);
  assert.ok(!(await readdir(join(directory, 'keys'))).includes('ten.key.json'));
});

test('a passphrase from a file, and beside the keys if others can not read it', async () => {
  const file = join(directory, 'passphrase.txt');
  await writeFile(file, 'from a file\nnot this line\n');
  assertCode(await touchmark(['key', 'create', 'six', '--passphrase-file', file], options()), 0);
  const out = ['key', 'export', 'six', '--format', 'hex', '--out', join(directory, 'six.hex')];
  assertCode(await touchmark(out, options('from a file')), 0);

  const beside = join(directory, 'other-keys');
  await mkdir(beside);
  await writeFile(join(beside, 'passphrase'), 'beside\n', { mode: 0o600 });
  const words = (name: string): string[] => ['key', 'create', name, '--keystore', beside];
  assertCode(await touchmark(words('seven'), options()), 0);
  await chmod(join(beside, 'passphrase'), 0o644);
  assertCode(await touchmark(words('eight'), options()), 1, 'KEYSTORE_PASSPHRASE_EXPOSED');
});

test('what is no key is refused', async () => {
  const file = join(directory, 'nonsense');
  for (const content of ['', 'abc', '{"touchmark": 1}', 'ff'.repeat(31)]) {
    await writeFile(file, content);
    const result = await touchmark(['key', 'import', 'nine', file], options('x'));
    assert.ok(result.code === 1 || result.code === 2, `${content}: ${result.code}`);
    assert.match(result.stderr, /^touchmark: /);
  }
  assertCode(await touchmark(['key', 'create', '../escape'], options('x')), 2);
  assertCode(await touchmark(['key', 'show', 'nobody'], options()), 2, 'KEYSTORE_KEY_UNKNOWN');
});
