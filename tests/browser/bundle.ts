import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/**
 * Bundles one of our packages as a web page would load it: one ES module, minified, without source
 * map.
 */
export async function bundleForBrowser(packageName: string): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [resolve(root, `packages/${packageName}/src/index.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser'],
    target: 'es2022',
    logLevel: 'silent',
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error(`esbuild gave no output for ${packageName}.`);
  return file.contents;
}

/** Size on the wire, in bytes. */
export function gzippedSize(bytes: Uint8Array): number {
  return gzipSync(bytes, { level: 9 }).length;
}
