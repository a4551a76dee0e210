import type { Command as Commander } from 'commander';
import { CommanderError } from 'commander';
import { COMMON_OPTIONS } from './command/common-options.ts';
import type { CommandContext } from './command/context.ts';
import type { Command } from './command/definition.ts';
import { UsageError } from './command/usage-error.ts';
import { buildProgram, type Invoke } from './command/program.ts';
import { commandPathOf, loadAllCommands, loadCommand, spelledOut } from './command/table.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type Failure, failureOf } from './failure.ts';
import { inLanguage } from './output/in-language.ts';
import { type Language, languageOf } from './output/language.ts';
import { Output, type Streams, wantsColour } from './output/output.ts';
import { VERSION } from './version.ts';

/** The process around a command line; tests bring their own. */
export interface Host extends Pick<CommandContext, 'askSecret' | 'readInput' | 'takeInterrupts'> {
  readonly environment: NodeJS.ProcessEnv;
  readonly streams: Streams;
}

/** The words of all codes are read when one of them is needed. */
async function messageIn(
  language: Language,
  { code, message }: Failure,
  error: unknown,
): Promise<string> {
  if (language === 'en') return message;
  const { inChinese } = await import('./errors/chinese.ts');
  return inChinese(code, message, error);
}

/** The language before a command has read its options: what fails by then is how it was called. */
function languageAsked(words: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const asked = words.find((word, place) => {
    return word.startsWith('--language=') || words[place - 1] === '--language';
  });
  if (asked === undefined) return languageOf(environment);
  return asked.replace('--language=', '') === 'zh' ? 'zh' : 'en';
}

const HELP_CODES = ['commander.helpDisplayed', 'commander.help', 'commander.version'];

/**
 * Sends help to stdout. What Commander would say on stderr is kept by `keep`, since `report` says
 * it.
 */
function route(program: Commander, streams: Streams, keep: (text: string) => void): void {
  program.configureOutput({
    writeOut: (text) => void streams.stdout.write(text),
    writeErr: keep,
  });
  for (const child of program.commands) {
    child.copyInheritedSettings(program);
    route(child, streams, keep);
  }
}

interface Reporting {
  readonly output: Output;
  readonly help: string;
  readonly language: Language;
}

async function report(error: unknown, { output, help, language }: Reporting): Promise<ExitCode> {
  const failure = failureOf(error);
  if (output.json) {
    output.end(failure);
  } else {
    const said = await messageIn(language, failure, error);
    output.warn(`${output.style('red', 'touchmark:')} ${said}`);
    if (failure.exitCode === EXIT.usage) {
      const how = [`Run \`${help}\` to see how it is used.`, `用法见 \`${help}\`。`] as const;
      output.warn(inLanguage({ language }, ...how));
    }
    output.warn(output.style('dim', `code: ${failure.code}`));
  }
  return failure.exitCode;
}

type Settle = (exitCode: ExitCode, output: Output, language?: Language) => void;

function invokerOf(host: Host, settle: Settle): Invoke {
  return async (command, given) => {
    const { environment } = host;
    const json = COMMON_OPTIONS.json.read(given['json'], environment);
    const output = new Output(host.streams, {
      json,
      quiet: COMMON_OPTIONS.quiet.read(given['quiet'], environment),
      colour: !json && wantsColour(environment, host.streams),
    });
    settle(EXIT.done, output);
    const asked = COMMON_OPTIONS.language.read(given['language'], environment);
    const language = asked ?? languageOf(environment);
    settle(EXIT.done, output, language);
    const context: CommandContext = {
      environment,
      output,
      language,
      takeInterrupts: host.takeInterrupts,
      askSecret: host.askSecret,
      readInput: host.readInput,
    };
    settle((await command.execute(context, given)) ?? EXIT.done, output);
  };
}

/**
 * Runs a command line that calls one of the given commands; `help` is what shows its usage. Never
 * throws.
 */
export async function runCommands(
  commands: readonly Command[],
  words: readonly string[],
  host: Host,
  help: string,
): Promise<ExitCode> {
  const json = words.includes('--json');
  const colour = !json && wantsColour(host.environment, host.streams);
  let output = new Output(host.streams, { json, quiet: false, colour });
  let exitCode: ExitCode = EXIT.done;
  let language = languageAsked(words, host.environment);
  const invoke = invokerOf(host, (code, used, read = language) => {
    exitCode = code;
    output = used;
    language = read;
  });
  const program = buildProgram(commands, VERSION, invoke);
  let unsaid = '';
  route(program, host.streams, (text) => {
    unsaid += text;
  });
  if (words.length === 0) {
    host.streams.stderr.write(program.helpInformation());
    return EXIT.usage;
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    output.end();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && HELP_CODES.includes(error.code)) {
      if (error.exitCode === 0) return EXIT.done;
      if (json) {
        const wanted = new UsageError(`Say which command: \`${help}\` lists them.`);
        return report(wanted, { output, help, language });
      }
      host.streams.stderr.write(unsaid);
      return EXIT.usage;
    }
    return report(error, { output, help, language });
  }
}

/** Runs one command line of `touchmark`. Never throws. @returns the exit code. */
export async function main(given: readonly string[], host: Host): Promise<ExitCode> {
  const words = spelledOut(given);
  const path = commandPathOf(words);
  const commands = path === undefined ? await loadAllCommands() : [await loadCommand(path)];
  const help = ['touchmark', path, '--help'].filter(Boolean).join(' ');
  return runCommands(commands, words, host, help);
}
