import { Argument, Command as Commander, Option } from 'commander';
import { COMMON_OPTIONS } from './common-options.ts';
import type { Command } from './definition.ts';
import type { Given, Parameter } from './parameter.ts';
import { ALIASES, NOUNS } from './table.ts';

export type Invoke = (command: Command, given: Readonly<Record<string, Given>>) => Promise<void>;

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** Commander hands over what our parameters made of it: texts, lists of texts, switches. */
function givenOf(value: unknown): Given {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

function optionOf(parameter: Parameter<unknown>): Option {
  const words = parameter.otherwise === undefined ? '' : ` (default: ${parameter.otherwise})`;
  const option = new Option(parameter.flags, parameter.description + words);
  option.makeOptionMandatory(parameter.required);
  if (parameter.repeated) option.argParser(collect);
  return option;
}

function argumentOf(parameter: Parameter<unknown>): Argument {
  const name = parameter.flags + (parameter.repeated ? '...' : '');
  return new Argument(parameter.required ? `<${name}>` : `[${name}]`, parameter.description);
}

function examplesOf(command: Command): string {
  return `\nExamples:\n${command.examples.map((example) => `  $ ${example}`).join('\n')}\n`;
}

function addCommand(parent: Commander, name: string, command: Command, invoke: Invoke): void {
  const built = parent.command(name).description(describe(command)).summary(command.summary);
  for (const parameter of Object.values(command.arguments))
    built.addArgument(argumentOf(parameter));
  const options = { ...command.options, ...COMMON_OPTIONS };
  const attributes = new Map<string, string>();
  for (const [key, parameter] of Object.entries(options)) {
    const option = optionOf(parameter);
    built.addOption(option);
    attributes.set(key, option.attributeName());
  }
  built.addHelpText('after', examplesOf(command));
  built.action(async () => {
    const given: Record<string, Given> = {};
    for (const [index, key] of Object.keys(command.arguments).entries()) {
      given[key] = givenOf(built.processedArgs[index]);
    }
    for (const [key, attribute] of attributes) {
      given[key] = givenOf(built.getOptionValue(attribute));
    }
    await invoke(command, given);
  });
}

function addNoun(program: Commander, name: string): Commander {
  const noun = program
    .command(name)
    .description(NOUNS[name] ?? name)
    .helpCommand(false);
  for (const [alias, full] of Object.entries(ALIASES)) if (full === name) noun.alias(alias);
  return noun;
}

function describe(command: Command): string {
  return command.details === undefined
    ? command.summary
    : `${command.summary}.\n\n${command.details}`;
}

/**
 * Builds the command line for the given commands: all of them for help, one when it is known which
 * is called.
 */
export function buildProgram(
  commands: readonly Command[],
  version: string,
  invoke: Invoke,
): Commander {
  const program = new Commander('touchmark')
    .description('Register, resolve and prove industrial identifiers.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: false })
    .showSuggestionAfterError(true)
    .exitOverride();
  const nouns = new Map<string, Commander>();
  for (const command of commands) {
    const [first = '', second] = command.path.split(' ');
    if (second === undefined) {
      addCommand(program, first, command, invoke);
      continue;
    }
    const noun = nouns.get(first) ?? addNoun(program, first);
    nouns.set(first, noun);
    addCommand(noun, second, command, invoke);
  }
  return program;
}
