import { expectation, SECTIONS, SETTINGS, type Setting } from './settings.ts';

const WIDTH = 96;

function wrapped(words: string, lead: string): string[] {
  const lines: string[] = [];
  let line = lead;
  for (const word of words.split(' ')) {
    if (line.length + word.length + 1 > WIDTH && line !== lead) {
      lines.push(line.trimEnd());
      line = lead;
    }
    line += `${word} `;
  }
  lines.push(line.trimEnd());
  return lines;
}

const tomlValue = (setting: Setting): string => JSON.stringify(setting.schema.default);

const settingsOf = (section: string): Setting[] =>
  SETTINGS.filter((setting) => setting.section === section);

/**
 * A TOML file with every setting at its default, commented out, under its explanation.
 *
 * @param given values by key, such as `engine.mode`: these stand there as settings.
 */
export function defaultConfigurationFile(
  given: Readonly<Record<string, string | number | readonly string[]>> = {},
): string {
  const lines = [
    ...wrapped(
      'Settings of a Touchmark node. What is commented out is at its default: uncomment what you change. ' +
        'The environment (TOUCHMARK_HTTP_PORT) wins over this file, flags win over both.',
      '# ',
    ),
  ];
  for (const section of SECTIONS) {
    lines.push('', ...wrapped(section.description, '# '), `[${section.name}]`);
    for (const setting of settingsOf(section.name)) {
      const name = setting.key.slice(section.name.length + 1);
      const words = `${setting.schema.description} (${expectation(setting.schema)})`;
      const value = given[setting.key];
      const line =
        value === undefined
          ? `# ${name} = ${tomlValue(setting)}`
          : `${name} = ${JSON.stringify(value)}`;
      lines.push('', ...wrapped(words, '# '), line);
    }
  }
  return `${lines.join('\n')}\n`;
}

const cell = (words: string): string => words.replaceAll('|', '\\|');

function settingRow(setting: Setting): string {
  const name = setting.key.slice(setting.section.length + 1);
  const secret = setting.secret ? ' Never shown.' : '';
  return (
    `| \`${name}\` | \`${setting.environment}\` | \`${cell(tomlValue(setting))}\` ` +
    `| ${cell(expectation(setting.schema))} | ${cell(setting.schema.description ?? '')}${secret} |`
  );
}

/** docs/configuration.md. */
export function configurationReference(): string {
  const lines = [
    '# Configuration',
    '',
    '<!-- Written by scripts/generate-http-docs.ts from packages/node/src/config/schema.ts. Do not edit. -->',
    '',
    'A node reads a TOML file, then the environment, then the flags `--set section.key=value`;',
    'the later one wins. Without any of them it runs on the defaults below.',
    'Unknown names and values that do not fit are refused before anything starts:',
    '',
    '```sh',
    'touchmark config check --config touchmark.toml',
    '```',
    '',
    'Numbers may be written with `_` between digits. In the environment and in flags, lists are',
    'written with commas.',
  ];
  for (const section of SECTIONS) {
    lines.push('', `## [${section.name}]`, '', section.description, '');
    lines.push('| key | environment | default | must be | |', '|---|---|---|---|---|');
    lines.push(...settingsOf(section.name).map(settingRow));
  }
  lines.push('', '## The file with its defaults', '', '```toml');
  lines.push(defaultConfigurationFile().trimEnd(), '```', '');
  return lines.join('\n');
}
