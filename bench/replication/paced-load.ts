/**
 * Sends transactions at a given rate, whatever becomes of them: `paced-load.ts RATE SECONDS CONNECTIONS URL FILE …`, a
 * file of bodies (`bodies-file.ts`) for each URL. Prints what came of them as one line of JSON.
 *
 * On bare sockets, one request at a time on each: a client library would take as much of the machine as the nodes do.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { PacedResult } from './run-paced.ts';

const TICK_MS = 5;
const GRACE_MS = 15_000;

const [rateText, secondsText, connectionsText, ...targets] = process.argv.slice(2);
const rate = Number(rateText);
const seconds = Number(secondsText);
const mostConnections = Number(connectionsText);

const statuses: Record<string, number> = {};
const latencies: number[] = [];
let refusedWithoutRetryAfter = 0;
let notSent = 0;
let broken = 0;

class Line {
  readonly #socket: Socket;
  readonly #onFree: (line: Line) => void;
  #received = '';
  #sentMs = 0;
  #isBusy = false;
  isEnded = false;

  /** @param onFree told when it may be used again, and `onEnd` when never. */
  constructor(url: URL, onFree: (line: Line) => void, onEnd: (line: Line) => void) {
    this.#onFree = onFree;
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setNoDelay(true);
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#receive(text));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.isEnded = true;
      if (this.#isBusy) broken += 1;
      this.#isBusy = false;
      onEnd(this);
    });
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  send(request: Uint8Array): void {
    this.#isBusy = true;
    this.#sentMs = performance.now();
    this.#socket.write(request);
  }

  end(): void {
    this.#isBusy = false;
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < headEnd + 4 + length) return;
    this.#received = '';
    this.#isBusy = false;
    const status = head.slice(9, 12);
    const isRefused = status === '200' && text.includes('"status":"refused"');
    const outcome = isRefused ? 'refused' : status;
    statuses[outcome] = (statuses[outcome] ?? 0) + 1;
    if (outcome === '200') latencies.push(performance.now() - this.#sentMs);
    if (status === '503' && !/retry-after: \d/i.test(head)) refusedWithoutRetryAfter += 1;
    this.#onFree(this);
  }
}

/** One node: its lines, and what is left to send to it. */
class Target {
  readonly #url: URL;
  readonly #bodies: Buffer;
  #position = 0;
  readonly #lines = new Set<Line>();
  /** The one used last first: one that rests long is ended by the node. */
  readonly #free: Line[] = [];

  constructor(url: string, file: string) {
    this.#url = new URL(url);
    this.#bodies = readFileSync(file);
  }

  get busy(): number {
    return [...this.#lines].filter((line) => line.isBusy).length;
  }

  send(): void {
    const line = this.#freeLine();
    if (line === undefined || this.#position >= this.#bodies.length) {
      notSent += 1;
      return;
    }
    const length = this.#bodies.readUInt32BE(this.#position);
    const start = this.#position + 4;
    const body = this.#bodies.subarray(start, start + length);
    this.#position = start + length;
    const head =
      `POST /v1/transactions HTTP/1.1\r\nHost: ${this.#url.host}\r\nContent-Type: application/cbor\r\n` +
      `Content-Length: ${length}\r\n\r\n`;
    line.send(Buffer.concat([Buffer.from(head), body]));
  }

  end(): void {
    for (const line of this.#lines) line.end();
  }

  #freeLine(): Line | undefined {
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (!free.isEnded) return free;
    }
    if (this.#lines.size >= mostConnections / (targets.length / 2)) return undefined;
    const line = new Line(
      this.#url,
      (freed) => this.#free.push(freed),
      (ended) => this.#lines.delete(ended),
    );
    this.#lines.add(line);
    return line;
  }
}

const nodes: Target[] = [];
for (let at = 0; at < targets.length; at += 2) {
  nodes.push(new Target(targets[at] as string, targets[at + 1] as string));
}

const startMs = performance.now();
let sent = 0;
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    const elapsedMs = Math.min(performance.now() - startMs, seconds * 1e3);
    const due = Math.floor((elapsedMs * rate) / 1e3);
    for (; sent < due; sent += 1) nodes[sent % nodes.length]?.send();
    if (elapsedMs < seconds * 1e3) return;
    clearInterval(timer);
    resolve();
  }, TICK_MS);
});
const until = performance.now() + GRACE_MS;
while (nodes.some(({ busy }) => busy > 0) && performance.now() < until) {
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
}
const unanswered = nodes.reduce((sum, { busy }) => sum + busy, 0);
for (const node of nodes) node.end();
latencies.sort((a, b) => a - b);
const at = (fraction: number) => latencies[Math.floor(latencies.length * fraction)] ?? 0;
const result: PacedResult = {
  offered: sent - notSent,
  notSent,
  statuses,
  refusedWithoutRetryAfter,
  broken,
  unanswered,
  p50Ms: at(0.5),
  p95Ms: at(0.95),
};
console.log(JSON.stringify(result));
