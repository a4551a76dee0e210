import { Value } from 'typebox/value';
import { type Configuration, ConfigurationSchema } from './schema.ts';
import { expectation, SETTINGS, type Setting } from './settings.ts';
import {
  type Candidate,
  type ConfigurationProblem,
  type ConfigurationSources,
  readSources,
} from './sources.ts';
import { shownValue, valueFits } from './values.ts';

export interface CheckedConfiguration {
  /** Present when there are no problems. */
  configuration?: Configuration;
  problems: ConfigurationProblem[];
  /** Every setting with its value and where that comes from; secrets masked. */
  settings: { key: string; value: string; source: string }[];
}

function refuseUnfit(setting: Setting, candidate: Candidate): ConfigurationProblem | undefined {
  if (valueFits(setting, candidate.value)) return undefined;
  const what = setting.secret
    ? 'has a value that does not fit'
    : `is ${shownValue(setting, candidate.value)}`;
  const example = shownValue(setting, setting.schema.default);
  const fix = `It must be ${expectation(setting.schema)}; the default is ${example}.`;
  return { key: setting.key, source: candidate.source, what, fix };
}

function assemble(values: Map<string, unknown>): Configuration {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const setting of SETTINGS) {
    const section = (sections[setting.section] ??= {});
    section[setting.property] = values.get(setting.key);
  }
  if (!Value.Check(ConfigurationSchema, sections)) {
    throw new Error('settings that each fit their schema do not fit it together');
  }
  return sections;
}

function crossChecks(configuration: Configuration): ConfigurationProblem[] {
  const { http } = configuration;
  const problems: ConfigurationProblem[] = [];
  if (http.commitWaitMs > http.commitWaitLimitMs) {
    problems.push({
      key: 'http.commit_wait_ms',
      source: 'settings together',
      what: `is ${http.commitWaitMs}, more than http.commit_wait_limit_ms (${http.commitWaitLimitMs})`,
      fix: 'Lower the first or raise the second.',
    });
  }
  if (http.headersTimeoutMs > http.requestTimeoutMs) {
    problems.push({
      key: 'http.headers_timeout_ms',
      source: 'settings together',
      what: `is ${http.headersTimeoutMs}, more than http.request_timeout_ms (${http.requestTimeoutMs})`,
      fix: 'Headers are a part of the request: lower the first or raise the second.',
    });
  }
  return problems;
}

/**
 * Puts the settings together and checks them. Never throws for what a user wrote: everything wrong is in
 * `problems`, all of it at once.
 */
export function checkConfiguration(sources: ConfigurationSources): CheckedConfiguration {
  const reading = readSources(sources);
  const values = new Map<string, unknown>();
  const settings: CheckedConfiguration['settings'] = [];
  for (const setting of SETTINGS) {
    const candidate = reading.values.get(setting.key) ?? {
      value: setting.schema.default,
      source: 'default',
    };
    const problem = refuseUnfit(setting, candidate);
    if (problem !== undefined) reading.problems.push(problem);
    values.set(setting.key, candidate.value);
    const value = shownValue(setting, candidate.value);
    settings.push({ key: setting.key, value, source: candidate.source });
  }
  if (reading.problems.length > 0) return { problems: reading.problems, settings };
  const configuration = assemble(values);
  const problems = crossChecks(configuration);
  return problems.length > 0 ? { problems, settings } : { configuration, problems, settings };
}
