/** The files of deploy/ name what there is: metrics that a node exports, commands, files. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { nodeMetrics } from './node-metrics.ts';

const root = resolve(import.meta.dirname, '../..');
const deploy = join(root, 'deploy');
const read = (path: string): string => readFileSync(join(deploy, path), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly action: string };
}

interface Rules {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
  readonly targets: readonly { readonly expr: string }[];
}

/** What Prometheus itself adds, and words of its language. */
const KNOWN_WORDS = new Set([
  'up',
  'time',
  'rate',
  'sum',
  'by',
  'avg_over_time',
  'max_over_time',
  'and',
  'or',
]);

/** The names of metrics in an expression. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\bby \([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z_][a-z0-9_]*/gi)]
    .map(([name]) => name)
    .filter((name) => !KNOWN_WORDS.has(name) && !/^e\d*$/.test(name));
}

test('every alert says what to do, and asks for metrics that there are', async () => {
  const metrics = await nodeMetrics();
  const { groups }: Rules = parse(read('prometheus/rules.yaml'));
  const rules = groups.flatMap((group) => group.rules);
  assert.ok(rules.length > 8);
  for (const { alert, expr, labels, annotations } of rules) {
    assert.match(labels.severity, /^(critical|warning)$/, alert);
    assert.ok(annotations.summary.length > 10 && annotations.action.length > 10, alert);
    const names = namesIn(expr);
    for (const name of names) assert.ok(metrics.has(name), `${alert}: ${name}`);
  }
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
});

test('every panel of the dashboard asks for metrics that there are', async () => {
  const metrics = await nodeMetrics();
  const { panels }: { panels: readonly Panel[] } = JSON.parse(read('grafana/touchmark.json'));
  assert.ok(panels.length > 8);
  for (const { title, gridPos, targets } of panels) {
    assert.ok(gridPos.x + gridPos.w <= 24, title);
    for (const { expr } of targets) {
      const names = namesIn(expr);
      assert.ok(names.length > 0, `${title}: ${expr}`);
      for (const name of names) assert.ok(metrics.has(name), `${title}: ${name}`);
    }
  }
});

test('the service starts a program that there is, with few rights', () => {
  const text = read('systemd/touchmark.service');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) assert.match(line, /^(\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*)$/);
  const bin: { bin: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'packages/cli/package.json'), 'utf8'),
  );
  assert.ok(existsSync(join(root, 'packages/cli', bin.bin['touchmark'] ?? '')));
  assert.match(text, /^ExecStart=\S+\/touchmark node start --data \S+$/m);
  for (const name of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'Restart=always']) {
    assert.ok(lines.includes(name), name);
  }
});

test('the container has what it copies, and starts a command that there is', () => {
  const text = read('container/Containerfile');
  assert.match(text, /^CMD \["node", "start", "--data", "[^"]+", "--host", "0\.0\.0\.0"\]$/m);
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  for (const [, name = ''] of text.matchAll(/npm run --silent (\S+)/g))
    assert.ok(scripts[name], name);
  const major = /node:(\d+)-/.exec(text)?.[1];
  assert.equal(major, process.versions.node.split('.')[0]);
});

test('the compose file mounts files that there are', () => {
  const path = 'container/compose.yaml';
  interface Service {
    readonly build?: { readonly context: string; readonly dockerfile: string };
    readonly volumes?: readonly string[];
  }
  const compose: { services: Record<string, Service>; volumes: Record<string, unknown> } = parse(
    read(path),
  );
  const folder = dirname(join(deploy, path));
  for (const { build, volumes = [] } of Object.values(compose.services)) {
    if (build !== undefined) {
      assert.ok(existsSync(join(resolve(folder, build.context), build.dockerfile)));
    }
    for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
      // The genesis file is the operator's.
      if (!source.startsWith('.') || source === './genesis.json') continue;
      assert.ok(existsSync(resolve(folder, source)), source);
    }
    for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
      if (/^[a-z]/.test(source)) assert.ok(source in compose.volumes, source);
    }
  }
});

test('what Prometheus and Grafana read at their start is well formed', () => {
  const prometheus: { rule_files: string[]; scrape_configs: { job_name: string }[] } = parse(
    read('prometheus/prometheus.yaml'),
  );
  for (const file of prometheus.rule_files) assert.ok(existsSync(join(deploy, 'prometheus', file)));
  assert.deepEqual(
    prometheus.scrape_configs.map(({ job_name: name }) => name),
    ['touchmark'],
  );
  for (const file of ['datasource.yaml', 'dashboards.yaml']) {
    const settings: { apiVersion: number } = parse(read(`grafana/${file}`));
    assert.equal(settings.apiVersion, 1);
  }
});
