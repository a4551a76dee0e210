/**
 * `npm run bench [-- --only NAME] [--quick]`: measures, prints a table, writes bench/results/latest.json.
 *
 * Every ratio is taken against a baseline of the same run, because the machine drifts more than most changes weigh.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type BenchOptions,
  type Figure,
  type FigureGroup,
  isWanted,
  meetsTarget,
} from './figure.ts';
import { GROUPS } from './groups.ts';

const root = resolve(import.meta.dirname, '..');

function readOptions(): { quick: boolean; only: string | undefined; out: string } {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      out: { type: 'string', default: resolve(root, 'bench/results/latest.json') },
    },
  });
  return { quick: values.quick, only: values.only, out: values.out };
}

function commit(): string {
  try {
    const dirty =
      execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }) !== '';
    const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
    return dirty ? `${head} with uncommitted changes` : head;
  } catch {
    return 'unknown';
  }
}

function machine(): Record<string, string | number> {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

function row(figure: Figure): string {
  const number = (value: number): string =>
    value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  const baseline =
    figure.baseline === null ? '–' : `${figure.baseline.name} ${number(figure.baseline.value)}`;
  const ratio = figure.ratio === null ? '–' : figure.ratio.toFixed(2);
  const verdict = meetsTarget(figure) ? 'met' : 'MISSED';
  return [
    figure.name.padEnd(22),
    `${number(figure.value)} ${figure.unit}`.padEnd(24),
    baseline.padEnd(44),
    ratio.padEnd(6),
    figure.target.padEnd(18),
    verdict,
  ].join(' ');
}

async function measureGroup(group: FigureGroup, options: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  mkdirSync(options.directory, { recursive: true });
  try {
    for await (const figure of group(options)) {
      if (!isWanted(options, figure.name)) continue;
      figures.push(figure);
      console.log(row(figure));
    }
  } finally {
    rmSync(options.directory, { recursive: true, force: true });
  }
  return figures;
}

async function main(): Promise<void> {
  const { quick, only, out } = readOptions();
  const base = mkdtempSync(
    join(process.env['TOUCHMARK_BENCH_DIRECTORY'] ?? tmpdir(), 'touchmark-bench-'),
  );
  const when = new Date().toISOString();
  const figures: Figure[] = [];
  console.log('figure | measured | baseline of this run | ratio | target');
  try {
    for (const { name, figureNames, measure } of GROUPS) {
      const options = { quick, only, directory: join(base, name) };
      if (!figureNames.some((figureName) => isWanted(options, figureName))) continue;
      figures.push(...(await measureGroup(measure, options)));
    }
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
  if (figures.length === 0) throw new Error(`no figure is called ${only ?? ''}`);
  const report = { machine: machine(), commit: commit(), when, quick, figures };
  writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
  const missed = figures.filter((figure) => !meetsTarget(figure)).length;
  console.log(`${figures.length - missed} of ${figures.length} targets met; written to ${out}`);
}

await main();
