import http from 'node:http';

export interface Probing {
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

const PAUSE_MS = 4;

function ask(url: string, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const sent = http.get(url, { agent }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - startMs);
        else reject(new Error(`status ${response.statusCode}`));
      });
    });
    sent.on('error', reject);
  });
}

/** An ordinary client: one request after the other, every second one on a new connection. */
export async function probe(url: string, count: number): Promise<Probing> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const fresh = new http.Agent({ keepAlive: false });
  const timesMs: number[] = [];
  let failed = 0;
  for (let request = 0; request < count; request += 1) {
    try {
      timesMs.push(await ask(url, request % 2 === 0 ? agent : fresh));
    } catch {
      failed += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  agent.destroy();
  timesMs.sort((left, right) => left - right);
  const at = (share: number): number => {
    const time = timesMs[Math.max(0, Math.ceil(share * timesMs.length) - 1)] ?? Infinity;
    return Math.round(time * 1_000) / 1_000;
  };
  return { requests: count, failed, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
