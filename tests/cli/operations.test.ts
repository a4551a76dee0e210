/** What an operator does with a ledger: export, import, audit, backup, restore, scrub, doctor. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import {
  cleanEnvironment,
  type Network,
  openNetwork,
  type Result,
  root,
  startService,
  stopServices,
  temporaryDirectory,
  touchmark,
} from './harness.ts';
import { lockDataDirectory } from '../../packages/cli/src/data-directory/lock.ts';
import { assertCode, at, jsonOf } from './json.ts';

const program = join(root, 'packages/cli/src/bin.ts');
let network: Network;
let base: string;
/** An export with state, and one without. */
let whole: string;
let chainOnly: string;
/** What the network's own status says. */
let expected: { height: number; root: string };

before(async () => {
  base = await temporaryDirectory();
  network = await openNetwork();
  const state = at(jsonOf(await network.run('status', '--json')), 'state');
  expected = { height: Number(at(state, 'block')), root: String(at(state, 'root')) };
  whole = join(base, 'whole.export');
  chainOnly = join(base, 'chain.export');
});
after(async () => {
  await network[Symbol.asyncDispose]();
  await stopServices();
  await rm(base, { recursive: true });
});

const run = (...words: string[]): Promise<Result> => touchmark(words);

function headOf(result: Result): { height: number; root: string } {
  const shown = jsonOf(result);
  return { height: Number(at(shown, 'height')), root: String(at(shown, 'root')) };
}

async function flip(path: string, place: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = new Uint8Array(1);
  await file.read(byte, 0, 1, place);
  await file.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, place);
  await file.close();
}

test('a running node is exported; both say the same block and root', async () => {
  for (const words of [
    ['--out', chainOnly],
    ['--out', whole, '--state'],
  ]) {
    const result = await run('export', '--data', network.directory, ...words, '--json');
    assertCode(result, 0);
    assert.deepEqual(headOf(result), expected);
  }
  const [title = ''] = (await readFile(whole, 'latin1')).split('\n', 1);
  assert.equal(at(JSON.parse(title), 'format'), 'touchmark-export/1');
  assert.equal(existsSync(`${whole}.part`), false);
  // It holds restricted values as well.
  assert.equal((await stat(whole)).mode & 0o777, 0o600);
});

for (const words of [[], ['--without-replay']]) {
  test(`an import ${words.join('')} has the same root, and serves`, async () => {
    const data = join(base, `imported${words.length}`);
    const genesis = ['--genesis', network.genesis];
    const result = await run('import', whole, '--data', data, ...genesis, ...words, '--json');
    assertCode(result, 0);
    assert.deepEqual(headOf(result), expected);
    assert.deepEqual(headOf(await run('audit', '--data', data, '--json')), expected);
    await copyFile(join(network.directory, 'validator.json'), join(data, 'validator.json'));
    const start = [program, 'node', 'start', '--data', data, '--port', '0'];
    const node = await startService(process.execPath, start);
    const status = await run('status', '--url', node.url, ...genesis, '--json');
    assert.equal(at(jsonOf(status), 'state', 'root'), expected.root);
    assert.equal(await node.stop(), 0);
    const again = await run('import', whole, '--data', data, '--json');
    assertCode(again, 2, 'DATA_DIRECTORY_NOT_EMPTY');
  });
}

test('an import goes only where nothing is, or where the same network was prepared', async () => {
  const foreign = join(base, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'thesis.txt'), 'x');
  assertCode(await run('import', whole, '--data', foreign), 1, 'DATA_DIRECTORY_FOREIGN');
  assert.deepEqual(await readdir(foreign), ['thesis.txt']);

  const other = join(base, 'other');
  await mkdir(other);
  await writeFile(join(other, 'touchmark.json'), '{"touchmark": "data-directory/1"}');
  await writeFile(join(other, 'genesis.json'), '{}');
  assertCode(await run('import', whole, '--data', other), 4, 'DATA_DIRECTORY_OTHER_CHAIN');
  const wrong = ['--genesis', join(other, 'genesis.json'), '--data', join(base, 'never')];
  assertCode(await run('import', whole, ...wrong), 4, 'EXPORT_WRONG_CHAIN');
  assert.equal(existsSync(join(base, 'never')), false);

  await copyFile(network.genesis, join(other, 'genesis.json'));
  await copyFile(join(network.directory, 'validator.json'), join(other, 'validator.json'));
  assertCode(await run('import', whole, '--data', other), 0);
});

test('cut, flipped, foreign and future exports: each a code, and no ledger', async () => {
  const bytes = await readFile(whole);
  const bad = join(base, 'bad.export');
  const data = join(base, 'bad');
  const refuse = async (content: Uint8Array, exit: 2 | 4, code: string) => {
    await writeFile(bad, content);
    assertCode(await run('import', bad, '--data', data), exit, code);
    assert.equal(existsSync(join(data, 'ledger')), false);
  };
  await refuse(bytes.subarray(0, bytes.length >> 1), 4, 'EXPORT_TRUNCATED');
  await refuse(bytes.subarray(0, bytes.length - 1), 4, 'EXPORT_TRUNCATED');
  const flipped = Buffer.from(bytes);
  flipped[bytes.length - 3_000] = (bytes.at(-3_000) ?? 0) ^ 4;
  await refuse(flipped, 4, 'EXPORT_DAMAGED');
  await refuse(Buffer.from('not an export\n'), 2, 'EXPORT_FOREIGN');
  await refuse(new Uint8Array(0), 2, 'EXPORT_FOREIGN');
  const future = bytes.toString('latin1').replace('touchmark-export/1', 'touchmark-export/9');
  await refuse(Buffer.from(future, 'latin1'), 2, 'EXPORT_VERSION');
  assertCode(await run('import', join(base, 'none'), '--data', data), 2, 'SYSTEM_ENOENT');
  const stateless = ['--data', join(base, 'x'), '--without-replay'];
  assertCode(await run('import', chainOnly, ...stateless), 2, 'EXPORT_STATE_MISSING');
  // What the bad ones left is no obstacle for a good one.
  assertCode(await run('import', whole, '--data', data), 0);
});

/** Runs a command and kills it, later each time, until it comes to its end before that. */
async function killOften(words: readonly string[], between: () => Promise<void>): Promise<number> {
  let kills = 0;
  for (let waitMs = 300; ; waitMs += 60) {
    const child = spawn(process.execPath, [program, ...words], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), waitMs);
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    clearTimeout(timer);
    if (child.exitCode === 0) return kills;
    assert.equal(child.signalCode, 'SIGKILL', said);
    kills += 1;
    await between();
  }
}

test('an export that is killed at any moment goes on, and is the same in the end', async () => {
  const out = join(base, 'killed.export');
  const words = ['export', '--data', network.directory, '--state', '--out', out];
  const kills = await killOften(words, async () => {
    // Never a file of that name that is not whole.
    if (!existsSync(out)) return;
    assert.deepEqual(await readFile(out), await readFile(whole));
    await rm(out);
  });
  assert.ok(kills > 3, `${kills} kills`);
  assert.deepEqual(await readFile(out), await readFile(whole));
});

for (const words of [[], ['--without-replay']]) {
  test(`an import ${words.join('')} that is killed at any moment is no ledger until it is one`, async () => {
    const data = join(base, `killed${words.length}`);
    const command = ['import', whole, '--data', data, ...words];
    let unfinished = 0;
    const kills = await killOften(command, async () => {
      if (existsSync(join(data, 'ledger.unfinished'))) unfinished += 1;
      if (!existsSync(join(data, 'ledger'))) return;
      // The kill came after the one moment from which there is a ledger.
      assert.deepEqual(headOf(await run('audit', '--data', data, '--json')), expected);
      await rm(data, { recursive: true });
    });
    assert.ok(kills > 3, `${kills} kills`);
    assert.deepEqual(headOf(await run('audit', '--data', data, '--json')), expected);
    assert.ok(unfinished >= 0);
  });
}

test('no node starts beside half a ledger', async () => {
  const data = join(base, 'half');
  await mkdir(join(data, 'ledger.unfinished'), { recursive: true });
  await writeFile(join(data, 'touchmark.json'), '{"touchmark": "data-directory/1"}');
  for (const name of ['genesis.json', 'validator.json']) {
    await copyFile(join(network.directory, name), join(data, name));
  }
  const start = await run('node', 'start', '--data', data, '--port', '0');
  assertCode(start, 1, 'NODE_LEDGER_UNFINISHED');
  assert.equal(existsSync(join(data, 'ledger')), false);
  assertCode(await run('doctor', '--data', data), 1);
  assertCode(await run('import', whole, '--data', data), 0);
});

/** With a limit on the size of files, which is what a full disk looks like to whoever writes. */
function runLimited(kilobytes: number, ...words: string[]): Promise<Result> {
  const ignore = "--import data:text/javascript,process.on('SIGXFSZ',()=>{})";
  const line = `ulimit -f ${kilobytes * 2}; exec "$0" "$@"`;
  return new Promise((settle) => {
    const child = spawn('sh', ['-c', line, process.execPath, program, ...words], {
      env: cleanEnvironment({ NODE_OPTIONS: ignore, NODE_COMPILE_CACHE: '' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    child.once('exit', (code) => {
      void said.then(([stdout, stderr]) => settle({ code, stdout, stderr }));
    });
  });
}

test('a full disk: an error, nothing half-done, and the same again when there is room', async () => {
  const out = join(base, 'full.export');
  const exporting = ['export', '--data', network.directory, '--state', '--out', out];
  const exported = await runLimited(64, ...exporting);
  assert.equal(exported.code, 1, exported.stderr);
  assert.match(exported.stderr, /SYSTEM_(EFBIG|ENOSPC)/);
  assert.equal(existsSync(out), false);
  assertCode(await run(...exporting), 0);

  const data = join(base, 'full');
  const importing = ['import', out, '--data', data];
  const imported = await runLimited(256, ...importing);
  assert.equal(imported.code, 1, imported.stderr);
  assert.match(imported.stderr, /code: STATE_(FULL|IO)/);
  assert.equal(existsSync(join(data, 'ledger')), false);
  assertCode(await run(...importing), 0);
  assert.deepEqual(headOf(await run('audit', '--data', data, '--json')), expected);

  const backup = join(base, 'full-backup');
  const backingUp = ['backup', '--data', data, '--out', backup];
  const backed = await runLimited(256, ...backingUp);
  assert.equal(backed.code, 1, backed.stderr);
  assert.equal(existsSync(backup), false);
  assertCode(await run(...backingUp), 0);
});

test('an audit and a rehearsal agree with what was signed', async () => {
  const audit = await run('audit', '--data', network.directory, '--json');
  assertCode(audit, 0);
  assert.deepEqual(headOf(audit), expected);
  assert.ok(Number(at(jsonOf(audit), 'entries')) > 3_000);
  assert.equal(at(jsonOf(audit), 'difference'), null);
  const scratch = join(base, 'scratch');
  await mkdir(scratch);
  const rehearsal = ['rehearse', '--data', network.directory, '--scratch', scratch, '--json'];
  assert.deepEqual(headOf(await run(...rehearsal)), expected);
  assert.deepEqual(await readdir(scratch), []);
  assertCode(await run('audit', '--data', join(base, 'none')), 2, 'DATA_DIRECTORY_MISSING');
});

test('an audit names the first key that differs', async () => {
  const data = join(base, 'changed');
  assertCode(await run('import', chainOnly, '--data', data), 0);
  const store = join(data, 'ledger/data.mdb');
  const bytes = await readFile(store);
  let changed = 0;
  // The record in the state says another thing, in every page that still holds it; 0x20 begins
  // keys of records.
  const name = Buffer.from(' 88.118.8/JXDY2606002');
  for (let from = bytes.indexOf(name); from >= 0; from = bytes.indexOf(name, from + 1)) {
    const place = bytes.indexOf('https://', from);
    if (place < 0 || place > from + 300) continue;
    bytes[place] = 'H'.charCodeAt(0);
    changed += 1;
  }
  assert.ok(changed > 0);
  await writeFile(store, bytes);
  const audit = await run('audit', '--data', data, '--json');
  assertCode(audit, 4);
  const key = String(at(jsonOf(audit), 'difference', 'key', 'shown'));
  assert.match(key, /88\.118\.8\/JXDY2606002/);
  const scrub = await run('scrub', '--data', data);
  assert.equal(scrub.code, 4, scrub.stderr);
});

test('validators are shown by organization; what one more or less would mean is said', async () => {
  const words = ['network', 'validators', '--data', network.directory];
  const shown = await run(...words, '--json');
  assertCode(shown, 0);
  const [own] = (jsonOf(shown) as { validators: { organization: string }[] }).validators;
  const add = ['bb', 'cc', 'dd'].flatMap((id, place) => [
    '--add',
    `${id}=${String(place).repeat(64)}:10`,
  ]);
  const three = await run(...words, ...add.slice(0, 4), '--language', 'en');
  assert.match(three.stderr, /Of these 3 validators each of .*, bb, cc stops the chain/);
  const chinese = await run(...words, ...add.slice(0, 4), '--language', 'zh');
  assert.match(chinese.stderr, /在这 3 个验证者中，.*bb、cc 任一故障都会使链停止/);
  const four = await run(...words, ...add);
  assert.doesNotMatch(four.stderr, /stops the chain/);
  assert.ok(own);
});

test('who reads Chinese is told in Chinese: what fails, what is found, and what to do', async () => {
  const zh = ['--language', 'zh'];
  const noise = join(base, 'noise.bin');
  await writeFile(noise, 'x');
  const broken = await run('verify', noise, '--genesis', network.genesis, ...zh);
  assertCode(broken, 4, 'VERIFY_MALFORMED');
  assert.match(broken.stderr, /^touchmark: [^\n]*[\u4e00-\u9fff][^\n]*\n详情：/);
  const examined = await run('doctor', '--data', network.directory, ...zh);
  assert.match(examined.stdout, /^(?:正常|警告|故障) {2}directory: /m);
  assert.doesNotMatch(examined.stdout, /^(?:ok|warning|FAILURE)/m);
  const usage = await run('verify', ...zh);
  assert.match(usage.stderr, /命令行有误。[^]*用法见/);
});

test('a backup of a running node is restored, without its validator key unless asked for', async () => {
  const backup = join(base, 'backup');
  const made = await run('backup', '--data', network.directory, '--out', backup, '--json');
  assertCode(made, 0);
  assert.deepEqual(headOf(made), expected);
  assert.equal(existsSync(join(backup, 'validator.json')), false);
  const again = ['backup', '--data', network.directory, '--out', backup];
  assertCode(await run(...again), 2, 'BACKUP_EXISTS');
  const inTheWay = join(base, 'taken.part');
  await mkdir(inTheWay);
  await writeFile(join(inTheWay, 'thesis.txt'), 'x');
  const taken = ['backup', '--data', network.directory, '--out', join(base, 'taken')];
  assertCode(await run(...taken), 2, 'BACKUP_EXISTS');
  assert.deepEqual(await readdir(inTheWay), ['thesis.txt']);
  const data = join(base, 'restored');
  const restored = await run('restore', backup, '--data', data, '--json');
  assertCode(restored, 0);
  assert.deepEqual(headOf(restored), expected);
  assert.match(restored.stderr, /signs other blocks of the same heights/);
  assert.equal(existsSync(join(data, 'validator.json')), false);
  assertCode(await run('restore', backup, '--data', data), 2, 'DATA_DIRECTORY_NOT_EMPTY');
  const keyless = ['restore', backup, '--data', join(base, 'x1'), '--with-validator-key'];
  assertCode(await run(...keyless), 2, 'BACKUP_FOREIGN');

  const elsewhere = ['--data', data, '--out', join(base, 'x2'), '--with-validator-key'];
  assertCode(await run('backup', ...elsewhere), 2, 'BACKUP_KEY_ELSEWHERE');

  const withKey = join(base, 'backup-with-key');
  const asked = ['--out', withKey, '--with-validator-key'];
  const keyed = await run('backup', '--data', network.directory, ...asked);
  assert.match(keyed.stderr, /never let two nodes sign/);
  const full = join(base, 'restored-with-key');
  assertCode(await run('restore', withKey, '--data', full, '--with-validator-key'), 0);
  const start = [program, 'node', 'start', '--data', full, '--port', '0'];
  const node = await startService(process.execPath, start);
  assert.equal(await node.stop(), 0);
});

test('a backup with a flipped bit, one of another version, and none at all', async () => {
  const backup = join(base, 'backup');
  const store = join(backup, 'ledger/data.mdb');
  const data = join(base, 'never-restored');
  const place = (await readFile(store)).indexOf('JXDY2606002');
  await flip(store, place);
  assertCode(await run('restore', backup, '--data', data), 4, 'BACKUP_DAMAGED');
  assert.equal(existsSync(join(data, 'ledger')), false);
  await flip(store, place);
  const manifest = join(backup, 'backup.json');
  const said = await readFile(manifest, 'utf8');
  for (const [from, to, exit, code] of [
    ['backup/1', 'backup/9', 2, 'BACKUP_VERSION'],
    ['"height"', '"hight"', 4, 'BACKUP_DAMAGED'],
    [expected.root, 'f'.repeat(64), 4, 'BACKUP_DAMAGED'],
    ['"genesis.json"', '"../genesis.json"', 4, 'BACKUP_DAMAGED'],
  ] as const) {
    await writeFile(manifest, said.replace(from, to));
    assertCode(await run('restore', backup, '--data', data), exit, code);
  }
  await writeFile(manifest, said);
  assertCode(await run('restore', base, '--data', data), 2, 'BACKUP_FOREIGN');
  assertCode(await run('restore', backup, '--data', data), 0);
});

test('the doctor: well, not well, and who does not answer', async () => {
  const well = await run('doctor', '--data', network.directory, '--json');
  assertCode(well, 0);
  const findings = at(jsonOf(well), 'findings');
  assert.ok(Array.isArray(findings));
  const checks = findings.map((finding) => String(at(finding, 'check')));
  const own = ['directory', 'disk.free', 'configuration', 'store', 'clock', 'keys.validator'];
  for (const check of own.concat('node', 'port', 'node.queue', 'node.event-loop', 'node.commit')) {
    assert.ok(checks.includes(check), check);
  }
  const data = join(base, 'restored-with-key');
  assertCode(await run('doctor', '--data', data, '--set', 'http.port=0'), 0);
  const settings = join(data, 'touchmark.toml');
  await writeFile(settings, '[http]\nprot = 1\n');
  const wrong = await run('doctor', '--data', data);
  assertCode(wrong, 1);
  assert.match(wrong.stdout, /FAILURE {2}configuration: .*prot/);
  await rm(settings);
  await chmod(join(data, 'validator.json'), 0o644);
  assert.match((await run('doctor', '--data', data)).stdout, /chmod 600/);
  await chmod(join(data, 'validator.json'), 0o600);
  const bytes = await readFile(join(data, 'ledger/data.mdb'));
  await writeFile(join(data, 'ledger/data.mdb'), bytes.subarray(0, bytes.length >> 1));
  assertCode(await run('doctor', '--data', data, '--set', 'http.port=0'), 4);
  assertCode(await run('doctor', '--data', join(base, 'none')), 2, 'DATA_DIRECTORY_MISSING');
});

test('a node that hangs: the doctor and the scrub say so', async () => {
  const data = join(base, 'restored');
  await copyFile(join(network.directory, 'validator.json'), join(data, 'validator.json'));
  const start = [program, 'node', 'start', '--data', data, '--port', '0'];
  const node = await startService(process.execPath, start);
  node.child.kill('SIGSTOP');
  assertCode(await run('doctor', '--data', data), 5);
  await node.stop('SIGKILL');
  // What a killed node has left does not look like a running one.
  assertCode(await run('scrub', '--data', data, '--rate', '20000'), 0);
});

test('a node is stopped by its data directory, a command that works there is not', async () => {
  const data = join(base, 'restored');
  const start = [program, 'node', 'start', '--data', data, '--port', '0'];
  const node = await startService(process.execPath, start);
  const ended = once(node.child, 'exit');
  node.child.kill('SIGSTOP');
  const waiting = await run('node', 'stop', '--data', data, '--timeout', '100ms');
  assertCode(waiting, 1, 'DATA_DIRECTORY_STILL_IN_USE');
  node.child.kill('SIGCONT');
  assertCode(await run('node', 'stop', '--data', data), 0);
  assert.deepEqual(await ended, [0, null]);
  const again = await run('node', 'stop', '--data', data, '--json');
  assert.deepEqual(jsonOf(again), { stopped: false });
  const unlock = lockDataDirectory(data);
  assertCode(await run('node', 'stop', '--data', data), 1, 'DATA_DIRECTORY_IN_USE');
  unlock();
  const nowhere = await run('node', 'stop', '--data', join(base, 'none'));
  assertCode(nowhere, 2, 'DATA_DIRECTORY_MISSING');
});

test('keys that end: when they are made, listed, used, and looked after', async () => {
  const keystore = join(base, 'keys');
  const given = ['--keystore', keystore];
  const environment = { TOUCHMARK_PASSPHRASE: 'x' };
  const create = async (name: string, date: string): Promise<Result> =>
    touchmark(['key', 'create', name, '--not-after', date, ...given, '--json'], { environment });
  const made = await create('ended', '2026-01-31');
  assertCode(made, 0);
  assert.equal(at(jsonOf(made), 'notAfter'), '2026-01-31T23:59:59.000Z');
  assertCode(await create('wrong', 'soon'), 2);
  const looked = await run('doctor', '--data', network.directory, ...given);
  assertCode(looked, 1);
  assert.match(looked.stdout, /FAILURE {2}keys\.ended: Past its end/);
});

test('a running node that is damaged finds it when it is asked to', async () => {
  const data = join(base, 'restored');
  const start = [program, 'node', 'start', '--data', data, '--port', '0'];
  const node = await startService(process.execPath, start);
  const store = join(data, 'ledger/data.mdb');
  const bytes = await readFile(store);
  const name = Buffer.from('88.118.8/JXDY2606002');
  for (let from = bytes.indexOf(name); from >= 0; from = bytes.indexOf(name, from + 1)) {
    const place = bytes.indexOf('https://', from);
    if (place > 0 && place < from + 300) await flip(store, place);
  }
  const scrub = await run('scrub', '--data', data, '--json');
  assertCode(scrub, 4);
  assert.match(scrub.stderr, /(STATE|ENGINE_STORE)_CORRUPT/);
  assertCode(await run('doctor', '--data', data), 4);
  const metrics = await (await fetch(`${node.url}/metrics`)).text();
  assert.match(metrics, /^touchmark_scrub_ok 0$/m);
  assert.match(node.stderr(), /"level":"error".*a scrub found damage/);
  await node.stop();
});
