import { resolve } from 'node:path';
import {
  checkConfiguration,
  type Configuration,
  type Node,
  resolveConfiguration,
} from '@touchmark/node';
import type { CommandContext } from '../command/context.ts';
import { FILES } from '../data-directory/files.ts';
import { lockDataDirectory } from '../data-directory/lock.ts';
import { prepareDataDirectory } from '../data-directory/marker.ts';
import { openNode } from '../node-process/open-node.ts';
import { serveUntilStopped } from '../node-process/serve-until-stopped.ts';
import { configurationSources } from '../options/node.ts';
import type { Example } from './example.ts';
import { ExampleKeys } from './example-keys.ts';
import { foundExample } from './found-example.ts';
import { invitation } from './invitation.ts';
import { seed } from './seed.ts';
import { readSeeding, writeSeeding } from './seeding-record.ts';
import { removeExample } from './start-fresh.ts';
import { inLanguage } from '../output/in-language.ts';

export interface StartSettings {
  /** Absolute. */
  readonly directory: string;
  readonly fresh: boolean;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly workers: number | undefined;
}

/** Quieter than a node's own: this one talks to a person. Below environment and file. */
const LOG_LEVEL = 'warn';

/** As `node start` reads them: flags that were given, over the environment, over the file. */
async function configurationOf(
  context: CommandContext,
  { directory, host, port, workers }: StartSettings,
): Promise<Configuration> {
  const given = { data: directory, host, port, workers, config: undefined, set: [] };
  const sources = await configurationSources(context, given);
  const { settings } = checkConfiguration(sources);
  const isDefault = settings.some((one) => one.key === 'log.level' && one.source === 'default');
  const flags = { ...sources.flags, ...(isDefault ? { 'log.level': LOG_LEVEL } : {}) };
  return resolveConfiguration({ ...sources, flags });
}

async function startOver(
  context: CommandContext,
  directory: string,
  example: Example,
): Promise<void> {
  context.output.talk(
    inLanguage(
      context,
      `Starting over: removing the example network in ${directory}.`,
      `重新开始：正在删除 ${directory} 中的示例网络。`,
    ),
  );
  const left = await removeExample(directory, example);
  if (left.length > 0) {
    const names = left.join(', ');
    context.output.warn(
      inLanguage(
        context,
        `Not Touchmark's, left alone: ${names}`,
        `不属于 Touchmark，未改动：${names}`,
      ),
    );
  }
}

/** @returns false when it was interrupted before the example was complete. */
async function seedOnce(
  context: CommandContext,
  node: Node,
  directory: string,
  example: Example,
  stop: AbortSignal,
): Promise<boolean> {
  const seeding = await readSeeding(directory);
  if (seeding === undefined || seeding.complete) return true;
  const startedAt = performance.now();
  context.output.talk(
    inLanguage(context, 'Registering the example (once) …', '正在注册示例（仅一次）…'),
  );
  const keys = await ExampleKeys.open(resolve(directory, FILES.keys));
  if (!(await seed(node.engine, example, keys, context.output, stop))) return false;
  await writeSeeding(directory, { example: example.name, complete: true });
  const count = example.registrations.flatMap(({ entries }) => entries).length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  context.output.talk(
    inLanguage(
      context,
      `Registered ${count} identifiers in ${seconds} s.`,
      `已用 ${seconds} 秒注册 ${count} 个标识。`,
    ),
  );
  return true;
}

/** Runs the example network in this process until it is interrupted. */
export async function startExample(
  context: CommandContext,
  settings: StartSettings,
  example: Example,
): Promise<void> {
  const { directory } = settings;
  const configuration = await configurationOf(context, settings);
  const stop = context.takeInterrupts();
  await prepareDataDirectory(directory);
  const unlock = lockDataDirectory(directory, 'node');
  try {
    if (settings.fresh) await startOver(context, directory, example);
    const keys = await ExampleKeys.open(resolve(directory, FILES.keys));
    await foundExample(directory, keys, example.name);
    const node = await openNode(configuration, stop);
    if (await seedWhileServing(context, node, directory, example, stop)) {
      context.output.line({ ready: node.url }, () => `ready ${node.url}`);
      context.output.talk(invitation(context.language, node.url, directory, example));
    }
    await serveUntilStopped(node, stop);
    context.output.talk(inLanguage(context, 'Stopped.', '已停止。'));
  } finally {
    unlock();
  }
}

async function seedWhileServing(
  context: CommandContext,
  node: Node,
  directory: string,
  example: Example,
  stop: AbortSignal,
): Promise<boolean> {
  try {
    return await seedOnce(context, node, directory, example, stop);
  } catch (error) {
    await node.close();
    throw error;
  }
}
