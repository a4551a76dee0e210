import type { ExitCode } from '../exit-code.ts';
import type { CommandContext } from './context.ts';
import type { Given, Parameters, ValuesOf } from './parameter.ts';

interface Words {
  /** `organization admit`: noun and verb, as typed. */
  readonly path: string;
  /** One line for lists of commands. Starts with a capital, ends without a full stop. */
  readonly summary: string;
  /** More, for its own page. */
  readonly details?: string;
  /** Command lines ready to paste. */
  readonly examples: readonly string[];
}

interface Definition<A extends Parameters, O extends Parameters> extends Words {
  readonly arguments: A;
  readonly options: O;
  /** @returns nothing when done, else the exit code. */
  readonly run: (
    context: CommandContext,
    values: ValuesOf<A> & ValuesOf<O>,
  ) => Promise<ExitCode | void>;
}

/** A command as the program, its documentation and shell completion see it. */
export interface Command extends Words {
  readonly arguments: Parameters;
  readonly options: Parameters;
  readonly execute: (
    context: CommandContext,
    given: Readonly<Record<string, Given>>,
  ) => Promise<ExitCode | void>;
}

function isComplete<P extends Parameters>(
  values: Readonly<Record<string, unknown>>,
  parameters: P,
): values is ValuesOf<P> {
  return Object.keys(parameters).every((name) => name in values);
}

function readAll<P extends Parameters>(
  parameters: P,
  given: Readonly<Record<string, Given>>,
  environment: NodeJS.ProcessEnv,
): ValuesOf<P> {
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    values[name] = parameter.read(given[name], environment);
  }
  if (!isComplete(values, parameters)) throw new TypeError('A parameter was not read.');
  return values;
}

/** Ties the declared parameters of a command to the typed values that its `run` receives. */
export function defineCommand<A extends Parameters, O extends Parameters>(
  definition: Definition<A, O>,
): Command {
  const { run, ...rest } = definition;
  return {
    ...rest,
    execute(context, given) {
      const { environment } = context;
      const values = {
        ...readAll(definition.arguments, given, environment),
        ...readAll(definition.options, given, environment),
      };
      return run(context, values);
    },
  };
}
