import { COMMON_OPTIONS } from '../command/common-options.ts';
import type { Command } from '../command/definition.ts';
import type { Parameter, Parameters } from '../command/parameter.ts';
import { NOUNS } from '../command/table.ts';
import { EXIT_MEANINGS } from '../exit-code.ts';

const INTRODUCTION = `# The command line: \`touchmark\`

Generated from the command definitions by \`scripts/generate-cli-docs.ts\`; edit those.

Run it as \`npx touchmark …\` in the checkout. Results go to stdout, everything else to
stderr. With \`--json\` the result is one JSON document (\`events follow\`: one a line), and
stderr holds nothing, or one document as well: \`{"error": {code, message, exitCode}}\` if it
failed, \`"warnings": […]\` in it or alone; progress and other talk is left out (\`node start\` logs
there, lines of JSON). All codes are in [errors.md](errors.md). Colours only on a
terminal, and never with \`NO_COLOR\` set. Without a terminal nothing is asked: what is
missing is an error.

## Trust

Records, their absence, lists under a prefix, receipts and headers are checked against a
genesis file before they are printed: the map proof, the header, the signatures of the
validators. What a node merely tells is not: organizations, prefixes, \`block list\`, the
transactions in \`block show\`, the numbers in \`status\` and events. The help of each of these
commands says so; in JSON \`"proven": false\` stands beside it (events stand
alone). \`--genesis FILE\` names the file you got from somebody you trust. Without it the node's own is used: for a remote node the first
one seen is kept in \`trust/\` inside the keystore directory, and any other is refused
from then on (\`touchmark trust list\`, \`touchmark trust forget\`); for a node on this
machine (a loopback address) it is taken as it is, since whoever could put a false one
there could replace this program as well. Both is said on stderr.

What is trusted grows old: after 30 days it proves nothing new (\`VERIFY_TRUST_EXPIRED\`), since keys that were given up
since could sign anything. Who uses the network once in twenty days does not notice: each use renews it. Else ask a
member for height and hash of the newest header, and go on with \`touchmark trust renew --at HEIGHT:HASH\`.

## Keys and passphrases

Keys live encrypted in the keystore: \`--keystore DIR\`, else \`$TOUCHMARK_KEYSTORE\`, else
\`~/.touchmark\`. The passphrase comes from \`--passphrase-file FILE\`, else
\`$TOUCHMARK_PASSPHRASE\`, else the file \`passphrase\` in the keystore if only its owner
can read it, else it is asked for on the terminal.
`;

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function nameOf(parameter: Parameter<unknown>): string {
  return `\`${parameter.flags}${parameter.repeated && !parameter.flags.startsWith('-') ? '…' : ''}\``;
}

function meaningOf(parameter: Parameter<unknown>): string {
  const words = [parameter.description];
  if (parameter.flags.startsWith('-')) {
    if (parameter.required) words.push('Required.');
    if (parameter.repeated) words.push('May be repeated.');
  } else if (!parameter.required) {
    words.push('May be left out.');
  }
  if (parameter.otherwise !== undefined) words.push(`Default: ${parameter.otherwise}.`);
  return cell(
    words.map((text) => text.replace(/(?<![.:])$/, words.length > 1 ? '.' : '')).join(' '),
  );
}

function tableOf(parameters: Parameters): string {
  const rows = Object.values(parameters).map(
    (parameter) => `| ${nameOf(parameter)} | ${meaningOf(parameter)} |`,
  );
  return ['| | |', '|---|---|', ...rows].join('\n');
}

function usageOf(command: Command): string {
  const words = Object.values(command.arguments).map(({ flags, required, repeated }) => {
    const name = flags + (repeated ? '…' : '');
    return required ? name : `[${name}]`;
  });
  return ['touchmark', command.path, ...words, '[options]'].join(' ');
}

function pageOf(command: Command): string {
  const parts = [`### touchmark ${command.path}`, `${command.summary}.`];
  if (command.details !== undefined) parts.push(command.details);
  parts.push(`\`\`\`\n${usageOf(command)}\n\`\`\``);
  const parameters = { ...command.arguments, ...command.options };
  if (Object.keys(parameters).length > 0) parts.push(tableOf(parameters));
  parts.push(`\`\`\`sh\n${command.examples.join('\n')}\n\`\`\``);
  return parts.join('\n\n');
}

function sectionsOf(commands: readonly Command[]): string[] {
  const single = commands.filter(({ path }) => !path.includes(' '));
  const sections = ['## Commands', ...single.map(pageOf)];
  for (const [noun, about] of Object.entries(NOUNS)) {
    if (noun === 'do') continue;
    const members = commands.filter(({ path }) => path.startsWith(`${noun} `));
    sections.push(`## ${noun}`, `${about}.`, ...members.map(pageOf));
  }
  return sections;
}

const ANY_ACTION = `## do

${NOUNS['do']}.

\`touchmark do MODULE.VERB --field value …\` signs and sends one action, whichever a module of the ledger declares:
\`touchmark do\` lists them, \`touchmark do MODULE.VERB --help\` shows the fields, and [actions.md](actions.md) has
all of them. It has the options of commands that sign, \`--cosign\`, and \`--propose\` where a vote decides.`;

/** docs/cli.md, whole. */
export function commandReference(all: readonly Command[]): string {
  const commands = all.filter(({ path }) => !path.startsWith('do '));
  const exits = EXIT_MEANINGS.map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  const overview = commands.map(({ path, summary }) => `| \`${path}\` | ${summary} |`);
  overview.push('| `do MODULE.VERB` | Do any action of the ledger, by its type and fields |');
  return `${[
    INTRODUCTION.trimEnd(),
    '## Exit codes',
    ['| code | meaning |', '|---|---|', ...exits].join('\n'),
    '## All commands',
    ['| command | what it does |', '|---|---|', ...overview].join('\n'),
    'Options that every command has:',
    tableOf(COMMON_OPTIONS),
    ...sectionsOf(commands),
    ANY_ACTION,
  ].join('\n\n')}\n`;
}
