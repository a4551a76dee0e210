/**
 * For Nodes that can't run TypeScript themselves: `node --import ./strip-types.mjs script.ts` takes
 * the types away as sources are loaded.
 */
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from 'esbuild';

if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const { code } = transformSync(text, { loader: 'ts', format: 'esm', target: 'node20' });
  return { format: 'module', source: code, shortCircuit: true };
}
