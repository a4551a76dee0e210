import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { COMMAND_TABLE } from '../../packages/cli/src/command/table.ts';
import { SETTING_BY_KEY } from '../../packages/node/src/config/settings.ts';
import { nodeMetrics } from '../deploy/node-metrics.ts';

const root = resolve(import.meta.dirname, '../..');
const documents = ['docs/operating.md', 'docs/operating.zh-CN.md'].map((file) => ({
  file,
  text: readFileSync(resolve(root, file), 'utf8'),
}));

function named(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];
}

test('every metric that operators are told to watch is there', async () => {
  const there = await nodeMetrics();
  for (const { file, text } of documents) {
    const metrics = named(text, /`((?:touchmark|nodejs|process)_[a-z0-9_]+)/g);
    assert.ok(metrics.length > 10, file);
    for (const metric of metrics) assert.ok(there.has(metric), `${file}: ${metric}`);
  }
});

test('every command and setting that operators are told of is there', () => {
  for (const { file, text } of documents) {
    const commands = named(
      text,
      /touchmark ((?:key |node |network |trust |upgrade |proposal |organization )?[a-z-]+)(?= |`|$)/gm,
    );
    assert.ok(commands.length >= 8, commands.join());
    for (const command of commands) {
      const isThere = COMMAND_TABLE[command] !== undefined;
      assert.ok(isThere, `${file}: touchmark ${command}`);
    }
    const sections = '(?:watch|engine|resolver|admin|http|events|log|node)';
    for (const key of named(text, new RegExp(`\`(${sections}\\.(?!json)[a-z_]+)`, 'g'))) {
      assert.ok(SETTING_BY_KEY.has(key), `${file}: ${key}`);
    }
  }
});
