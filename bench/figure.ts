/** One measured figure beside the baseline that was measured in the same run. Times in ms, sizes in bytes. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** Absent where the figure is judged by itself (a size, a time). */
  baseline: { name: string; value: number } | null;
  /** value / baseline, or null where there is none. */
  ratio: number | null;
  /** What the figure must show, e.g. `>= 0.7` for a ratio or `<= 1050` for a value. */
  target: string;
  /** Anything that a reader needs to judge the figure: sizes, spread, conditions. */
  note?: string;
}

export interface BenchOptions {
  quick: boolean;
  /** Only figures whose name begins with one of these, between commas. */
  only?: string | undefined;
  /** An empty folder on the disk to measure; the group removes what it puts there. */
  directory: string;
}

export type FigureGroup = (options: BenchOptions) => AsyncIterable<Figure>;

export function isWanted(options: BenchOptions, name: string): boolean {
  const { only } = options;
  return only === undefined || only.split(',').some((start) => name.startsWith(start));
}

export function meetsTarget(figure: Figure): boolean {
  const match = /^(<=|>=) ([\d.]+)/.exec(figure.target);
  if (match === null) throw new Error(`${figure.name}: "${figure.target}" is no target`);
  const measured = figure.ratio ?? figure.value;
  const bound = Number(match[2]);
  return match[1] === '<=' ? measured <= bound : measured >= bound;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length / 2)];
  if (value === undefined) throw new Error('no values to take the median of');
  return value;
}

export function percentileOf(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];
  if (value === undefined) throw new Error('no values to take a percentile of');
  return value;
}
