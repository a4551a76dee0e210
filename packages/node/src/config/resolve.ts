import { checkConfiguration } from './check.ts';
import type { Configuration } from './schema.ts';
import type { ConfigurationProblem, ConfigurationSources } from './sources.ts';

/** One line for each problem: key, where it was read, what is wrong and what to do. */
export function describeConfigurationProblem(problem: ConfigurationProblem): string {
  const { key, source, what, fix } = problem;
  // A file that can't be read as a whole is its own source.
  const name = source === `file ${key}` ? key : `${key} (${source})`;
  return `${name}: ${what}. ${fix}`;
}

/** Settings can't be used as they are; `problems` says which and why, the message all of them. */
export class ConfigurationError extends Error {
  readonly code = 'CONFIGURATION_INVALID';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super(
      `The configuration can't be used:\n${problems.map(describeConfigurationProblem).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** The complete settings; throws ConfigurationError with every problem at once. */
export function resolveConfiguration(sources: ConfigurationSources = {}): Configuration {
  const checked = checkConfiguration(sources);
  if (checked.configuration === undefined) throw new ConfigurationError(checked.problems);
  return checked.configuration;
}
