import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');

/** Which of our packages each package may import. Arrows point one way; see ARCHITECTURE.md. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  crypto: [],
  codec: ['crypto'],
  state: ['crypto', 'codec'],
  ledger: ['crypto', 'codec', 'state', 'state/proof'],
  verify: ['crypto', 'codec', 'state/proof'],
  engine: ['crypto', 'codec', 'state', 'state/proof', 'ledger', 'verify'],
  node: ['crypto', 'codec', 'state', 'state/proof', 'ledger', 'engine', 'verify'],
  sdk: ['crypto', 'codec', 'state/proof', 'verify', 'ledger'],
  cli: ['crypto', 'codec', 'ledger', 'engine', 'verify', 'node', 'sdk'],
};

/** Packages whose sources may not touch the host at all: no built-in module, whatever it is. */
const PURE = ['ledger', 'verify'];

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`. */
const IMPORT = /^(?:(?:import|export)\s[^;'"]*?\sfrom|import)\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

function sources(packageName: string): string[] {
  return globSync(`packages/${packageName}/src/**/*.ts`, { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts') && !file.includes('/testing/'),
  );
}

function importsOf(file: string): string[] {
  return [...readFileSync(resolve(root, file), 'utf8').matchAll(IMPORT)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

test('every package is listed with what it may depend on', () => {
  const packages = globSync('packages/*/package.json', { cwd: root }).map(
    (path) => path.split('/')[1],
  );
  assert.deepEqual(new Set(packages), new Set(Object.keys(ALLOWED)));
});

for (const [name, allowed] of Object.entries(ALLOWED)) {
  test(`${name} imports only what lies below it`, () => {
    const files = sources(name);
    assert.ok(files.length > 0, `no sources found for ${name}`);
    for (const file of files) {
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith('@touchmark/')) continue;
        const target = specifier.slice('@touchmark/'.length);
        assert.ok(allowed.includes(target), `${file} imports ${specifier}`);
      }
    }
  });

  test(`${name} imports only packages that its manifest declares`, () => {
    const manifest = JSON.parse(
      readFileSync(resolve(root, `packages/${name}/package.json`), 'utf8'),
    ) as {
      dependencies?: Record<string, string>;
    };
    const declared = Object.keys(manifest.dependencies ?? {});
    for (const file of sources(name)) {
      for (const specifier of importsOf(file)) {
        if (specifier.startsWith('.') || specifier.startsWith('#') || isBuiltin(specifier))
          continue;
        const owner = declared.find(
          (known) => specifier === known || specifier.startsWith(`${known}/`),
        );
        assert.ok(
          owner !== undefined,
          `${file} imports ${specifier}, which package.json does not list`,
        );
      }
    }
  });

  test(`${name} does not reach into another package's files`, () => {
    for (const file of sources(name)) {
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith('.')) continue;
        const target = resolve(root, file, '..', specifier);
        assert.ok(
          target.startsWith(resolve(root, `packages/${name}/`)),
          `${file} imports ${specifier}`,
        );
      }
    }
  });
}

for (const name of PURE) {
  test(`${name} touches no built-in module of the host`, () => {
    for (const file of sources(name)) {
      for (const specifier of importsOf(file))
        assert.ok(!isBuiltin(specifier), `${file} imports ${specifier}`);
    }
  });
}
