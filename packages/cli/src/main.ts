import type { Command as Commander } from 'commander';
import { CommanderError } from 'commander';
import { COMMON_OPTIONS } from './command/common-options.ts';
import type { CommandContext } from './command/context.ts';
import type { Command } from './command/definition.ts';
import { UsageError } from './command/usage-error.ts';
import { buildProgram, type Invoke } from './command/program.ts';
import { commandPathOf, loadAllCommands, loadCommand, spelledOut } from './command/table.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failureOf } from './failure.ts';
import { languageOf } from './output/language.ts';
import { Output, type Streams, wantsColour } from './output/output.ts';
import { VERSION } from './version.ts';

/** The process around a command line; tests bring their own. */
export interface Host extends Pick<CommandContext, 'askSecret' | 'readInput' | 'takeInterrupts'> {
  readonly environment: NodeJS.ProcessEnv;
  readonly streams: Streams;
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

function report(error: unknown, output: Output, help: string): ExitCode {
  const failure = failureOf(error);
  if (output.json) {
    output.end(failure);
  } else {
    output.warn(`${output.style('red', 'touchmark:')} ${failure.message}`);
    if (failure.exitCode === EXIT.usage) {
      output.warn(`Run \`${help}\` to see how it is used.`);
    }
    output.warn(output.style('dim', `code: ${failure.code}`));
  }
  return failure.exitCode;
}

function invokerOf(host: Host, settle: (exitCode: ExitCode, output: Output) => void): Invoke {
  return async (command, given) => {
    const { environment } = host;
    const json = COMMON_OPTIONS.json.read(given['json'], environment);
    const output = new Output(host.streams, {
      json,
      quiet: COMMON_OPTIONS.quiet.read(given['quiet'], environment),
      colour: !json && wantsColour(environment, host.streams),
    });
    settle(EXIT.done, output);
    const language = COMMON_OPTIONS.language.read(given['language'], environment);
    const context: CommandContext = {
      environment,
      output,
      language: language ?? languageOf(environment),
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
  const invoke = invokerOf(host, (code, used) => {
    exitCode = code;
    output = used;
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
        return report(wanted, output, help);
      }
      host.streams.stderr.write(unsaid);
      return EXIT.usage;
    }
    return report(error, output, help);
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
