/** `npm ci --omit=dev` is all that a service needs: it installs nothing, on a tree where it may not write. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isComplete } from '../../scripts/setup.mjs';

interface Package {
  readonly version?: string;
  readonly dev?: boolean;
}

const file = new URL('../../package-lock.json', import.meta.url);
const { packages }: { packages: Record<string, Package> } = JSON.parse(readFileSync(file, 'utf8'));
const production = Object.fromEntries(
  Object.entries(packages).filter(([, { dev }]) => dev !== true),
);
const service = { withDevelopment: false };
const checkout = { withDevelopment: true };

test('an installation without development packages is complete for a service alone', () => {
  assert.ok(Object.keys(production).length < Object.keys(packages).length);
  assert.equal(isComplete(packages, production, service), true);
  assert.equal(isComplete(packages, production, checkout), false);
  assert.equal(isComplete(packages, packages, checkout), true);
});

test('one that lacks what runs, or has another version of it, is complete for nobody', () => {
  const { 'node_modules/fastify': fastify, ...lacking } = production;
  assert.ok(fastify?.version);
  assert.equal(isComplete(packages, lacking, service), false);
  const other = { ...production, 'node_modules/fastify': { ...fastify, version: '0.0.1' } };
  assert.equal(isComplete(packages, other, service), false);
});
