import { parse, TomlError } from 'smol-toml';
import { nearest } from './nearest.ts';
import { SECTIONS, SETTING_BY_KEY, SETTINGS } from './settings.ts';
import { valueOfText } from './values.ts';

/** Where settings come from. Later ones win: file, then environment, then flags. */
export interface ConfigurationSources {
  /** Text of the TOML file and the name to use for it in messages. */
  file?: { path: string; text: string };
  environment?: Readonly<Record<string, string | undefined>>;
  /** By key, such as `http.port`. */
  flags?: Readonly<Record<string, string>>;
}

export interface ConfigurationProblem {
  /** The setting's key, or the name that was not understood. */
  key: string;
  /** `file touchmark.toml`, `environment` or `flag`. */
  source: string;
  /** What is wrong. */
  what: string;
  /** What to do about it. */
  fix: string;
}

export interface Candidate {
  value: unknown;
  source: string;
}

/** What the sources say, by key, and what of it is not understood. */
export interface Reading {
  values: Map<string, Candidate>;
  problems: ConfigurationProblem[];
}

const KEYS = SETTINGS.map((setting) => setting.key);
const VARIABLES = SETTINGS.map((setting) => setting.environment);
const SECTION_NAMES = SECTIONS.map((section) => section.name);

function unknown(key: string, source: string, known: readonly string[]): ConfigurationProblem {
  const suggestion = nearest(key, known);
  const fix =
    suggestion === undefined
      ? 'Remove it; docs/configuration.md lists every setting.'
      : `Did you mean ${suggestion}? docs/configuration.md lists every setting.`;
  return { key, source, what: 'there is no such setting', fix };
}

function parseFile(file: { path: string; text: string }, reading: Reading): [string, unknown][] {
  try {
    return Object.entries(parse(file.text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = `is not TOML: ${error.message.split('\n')[0]} (line ${error.line})`;
    const fix = 'Correct that line; texts need quotes.';
    reading.problems.push({ key: file.path, source: `file ${file.path}`, what, fix });
    return [];
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

function readFile(file: { path: string; text: string } | undefined, reading: Reading): void {
  if (file === undefined) return;
  const source = `file ${file.path}`;
  for (const [section, content] of parseFile(file, reading)) {
    if (!SECTION_NAMES.includes(section)) {
      reading.problems.push(unknown(section, source, SECTION_NAMES));
    } else if (!isTable(content)) {
      const what = 'is a single value, but it is the name of a section';
      const fix = `Write [${section}] on a line of its own and the settings below it.`;
      reading.problems.push({ key: section, source, what, fix });
    } else {
      for (const [name, value] of Object.entries(content)) {
        const key = `${section}.${name}`;
        if (SETTING_BY_KEY.has(key)) reading.values.set(key, { value, source });
        else reading.problems.push(unknown(key, source, KEYS));
      }
    }
  }
}

function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  reading: Reading,
): void {
  for (const setting of SETTINGS) {
    const text = environment[setting.environment];
    if (text === undefined) continue;
    const value = valueOfText(setting.schema, text);
    reading.values.set(setting.key, { value, source: `environment ${setting.environment}` });
  }
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('TOUCHMARK_') || VARIABLES.includes(name)) continue;
    // Other tools have TOUCHMARK_ variables of their own (TOUCHMARK_URL): only what looks like ours is refused.
    const ours = SECTION_NAMES.some((section) =>
      name.startsWith(`TOUCHMARK_${section.toUpperCase()}_`),
    );
    if (ours || nearest(name, VARIABLES) !== undefined) {
      reading.problems.push(unknown(name, 'environment', VARIABLES));
    }
  }
}

function readFlags(flags: Readonly<Record<string, string>>, reading: Reading): void {
  for (const [key, text] of Object.entries(flags)) {
    const setting = SETTING_BY_KEY.get(key);
    if (setting === undefined) reading.problems.push(unknown(key, 'flag', KEYS));
    else {
      const value = valueOfText(setting.schema, text);
      reading.values.set(key, { value, source: `flag ${key}` });
    }
  }
}

/** Reads all sources; later ones win. */
export function readSources(sources: ConfigurationSources): Reading {
  const reading: Reading = { values: new Map(), problems: [] };
  readFile(sources.file, reading);
  readEnvironment(sources.environment ?? {}, reading);
  readFlags(sources.flags ?? {}, reading);
  return reading;
}
