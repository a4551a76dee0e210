import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConfigurationSources } from '@touchmark/node';
import type { CommandContext } from '../command/context.ts';
import { optional, repeated, type ValuesOf } from '../command/parameter.ts';
import { text, wholeNumber } from '../command/parse.ts';
import { FILES } from '../data-directory/files.ts';
import { hasCode } from '../files/has-code.ts';

function assignment(given: string): readonly [key: string, value: string] {
  const at = given.indexOf('=');
  if (at > 0) return [given.slice(0, at), given.slice(at + 1)];
  throw new RangeError(`must be SECTION.KEY=VALUE, such as http.port=8080, not "${given}".`);
}

export const NODE_OPTIONS = {
  config: optional('--config <file>', 'settings file (TOML)', text, {
    otherwise: 'touchmark.toml in the data directory, if there is one',
  }),
  data: optional(
    '--data <directory>',
    'data directory; the same as --set node.data_directory=…',
    text,
  ),
  port: optional(
    '--port <number>',
    'port to listen on; the same as --set http.port=…',
    wholeNumber(0, 65_535),
  ),
  host: optional('--host <address>', 'address to listen on; the same as --set http.host=…', text),
  workers: optional(
    '--workers <number>',
    'resolver processes; the same as --set resolver.workers=…',
    wholeNumber(0, 256),
  ),
  set: repeated('--set <key=value>', 'any setting, such as log.level=warn', assignment),
};

async function fileOf(
  values: ValuesOf<typeof NODE_OPTIONS>,
): Promise<{ path: string; text: string } | undefined> {
  if (values.config !== undefined) {
    return { path: values.config, text: await readFile(values.config, 'utf8') };
  }
  if (values.data === undefined) return undefined;
  const path = resolve(values.data, FILES.configuration);
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Where a node's settings come from, in the order in which later ones win: file, environment,
 * flags.
 */
export async function configurationSources(
  context: CommandContext,
  values: ValuesOf<typeof NODE_OPTIONS>,
): Promise<ConfigurationSources> {
  const flags: Record<string, string> = {};
  if (values.data !== undefined) flags['node.data_directory'] = values.data;
  if (values.port !== undefined) flags['http.port'] = String(values.port);
  if (values.host !== undefined) flags['http.host'] = values.host;
  if (values.workers !== undefined) flags['resolver.workers'] = String(values.workers);
  for (const [key, value] of values.set) flags[key] = value;
  const file = await fileOf(values);
  return { environment: context.environment, flags, ...(file === undefined ? {} : { file }) };
}
