import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  checkConfiguration,
  describeConfigurationProblem,
  resolveConfiguration,
} from '@touchmark/node';
import { AdminClient } from '../admin/admin-client.ts';
import type { CommandContext } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import type { ValuesOf } from '../command/parameter.ts';
import { DataDirectoryError } from '../data-directory/data-directory-error.ts';
import { DATA_OPTION } from '../data-directory/existing-ledger.ts';
import { FILES } from '../data-directory/files.ts';
import { isLocked } from '../data-directory/lock.ts';
import { examine } from '../doctor/examine.ts';
import { exitCodeOf, type Finding } from '../doctor/finding.ts';
import { groupKeys } from '../doctor/group-keys.ts';
import { lineOf } from '../doctor/line-of.ts';
import type { Subject } from '../doctor/subject.ts';
import { keystoreDirectory } from '../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../options/keys.ts';
import { configurationSources, NODE_OPTIONS } from '../options/node.ts';
import { inLanguage } from '../output/in-language.ts';

const OPTIONS = {
  ...DATA_OPTION,
  ...KEYSTORE_OPTION,
  config: NODE_OPTIONS.config,
  set: NODE_OPTIONS.set,
};

async function subjectOf(
  context: CommandContext,
  values: ValuesOf<typeof OPTIONS>,
): Promise<Subject> {
  const directory = resolve(values.data);
  const none = { port: undefined, host: undefined, workers: undefined };
  const sources = await configurationSources(context, { ...values, ...none });
  const { problems } = checkConfiguration(sources);
  const isRunning = isLocked(directory);
  const admin = isRunning ? await AdminClient.find(directory) : undefined;
  const own = resolve(directory, FILES.keys);
  const given = keystoreDirectory(values.keystore);
  return {
    language: context.language,
    directory,
    configuration: problems.length === 0 ? resolveConfiguration(sources) : undefined,
    configurationProblems: problems.map(describeConfigurationProblem),
    keystores: own === given ? [own] : [own, given],
    isRunning,
    // A node that does not answer is one of the findings.
    status: await admin?.status().catch(() => undefined),
    nowMs: Date.now(),
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

export const command = defineCommand({
  path: 'doctor',
  summary: 'Look at a node and its machine, and say what to do',
  details:
    'Looks at the data directory, the disk, the store, the clock, the ports, the keys and their ' +
    'ends, the settings and, if it runs, the node and what it says of the network. Changes nothing. Exit code 0 if nothing fails ' +
    '(there may be warnings), 1 if something does, 4 if stored data do not hold, 5 if the node ' +
    'runs and does not answer. Keys that are well are told in one line; --json has each.',
  examples: ['touchmark doctor --data /var/lib/touchmark', 'touchmark doctor --data d --json'],
  arguments: {},
  options: OPTIONS,
  async run(context, values) {
    if (!existsSync(values.data)) {
      const message = inLanguage(
        context,
        `There is no data directory ${values.data}. Check the path.`,
        `数据目录 ${values.data} 不存在。请检查路径。`,
      );
      throw new DataDirectoryError('DATA_DIRECTORY_MISSING', message);
    }
    const subject = await subjectOf(context, values);
    const { nowMs } = subject;
    const findings = await examine(subject);
    const count = (level: Finding['level']): number =>
      findings.filter((finding) => finding.level === level).length;
    const [failures, warnings] = [count('failure'), count('warning')];
    context.output.result({ ok: failures === 0, failures, warnings, findings }, () =>
      groupKeys(findings, nowMs, context.language)
        .map((finding) => lineOf(context, finding))
        .join('\n'),
    );
    const counts = inLanguage(
      context,
      `${counted(failures, 'failure')}, ${counted(warnings, 'warning')}.`,
      `故障 ${failures} 项，警告 ${warnings} 项。`,
    );
    const fine = inLanguage(context, 'Nothing is wrong.', '一切正常。');
    context.output.talk(failures + warnings === 0 ? fine : counts);
    return exitCodeOf(findings);
  },
});
