import type { HistogramSummary } from '@touchmark/engine';

/** Text of metrics in the Prometheus exposition format that prom-client has no type for: values counted elsewhere. */

const head = (name: string, type: string, help: string): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

const seconds = (milliseconds: number): number => milliseconds / 1_000;

/** A summary in seconds of a histogram in milliseconds. */
export function summaryText(name: string, help: string, milliseconds: HistogramSummary): string {
  return (
    head(name, 'summary', help) +
    `${name}{quantile="0.5"} ${seconds(milliseconds.p50)}\n` +
    `${name}{quantile="0.95"} ${seconds(milliseconds.p95)}\n` +
    `${name}{quantile="0.99"} ${seconds(milliseconds.p99)}\n` +
    `${name}_sum ${seconds(milliseconds.sum)}\n${name}_count ${milliseconds.count}\n`
  );
}

/** A histogram from counts per bucket; the last count is of what is above all bounds. */
export function histogramText(
  name: string,
  help: string,
  bounds: readonly number[],
  counts: readonly number[],
  sum: number,
): string {
  let below = 0;
  const lines = counts.map((count, index) => {
    below += count;
    return `${name}_bucket{le="${bounds[index] ?? '+Inf'}"} ${below}\n`;
  });
  return `${head(name, 'histogram', help)}${lines.join('')}${name}_sum ${sum}\n${name}_count ${below}\n`;
}

/** A counter or gauge with labels. */
export function seriesText(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  series: readonly { labels?: Readonly<Record<string, string>>; value: number }[],
): string {
  const lines = series.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return head(name, type, help) + lines.join('');
}

const escapeLabel = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
