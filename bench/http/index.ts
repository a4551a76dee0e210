import { join } from 'node:path';
import { type BenchOptions, type Figure, isWanted, medianOf } from '../figure.ts';
import { foundBenchNetwork } from '../fixture/network.ts';
import { startNode } from '../fixture/node-process.ts';
import { populate } from '../fixture/populate.ts';
import { identifierOf } from '../fixture/records.ts';
import { type LoadResult, runWrk } from '../fixture/wrk.ts';
import { requireTool } from '../tools.ts';
import { serveStatic } from './nginx.ts';

const SCRIPT = join(import.meta.dirname, 'requests.lua');
const CONNECTIONS = 128;
/** The server has one core to itself, the load tool the other. */
const SERVER_CORE = 0;
const LOAD_CORE = 1;
const WARM_UP_SECONDS = 5;
/** Without and with proof. */
const JSON_TYPE = 'application/json';
const PROOF_TYPE = 'application/cbor';

interface Round {
  nginx: number;
  resolve: number;
  proof: number;
}

async function load(
  url: string,
  records: number,
  accept: string,
  seconds: number,
): Promise<LoadResult> {
  const scriptArguments = [String(records), accept];
  const options = { url, script: SCRIPT, scriptArguments, connections: CONNECTIONS, seconds };
  const result = await runWrk({ ...options, core: LOAD_CORE });
  if (result.statusErrors > 0 || result.socketErrors > 0)
    throw new Error('not every answer was good');
  return result;
}

const median = (rounds: readonly Round[], name: keyof Round): number =>
  medianOf(rounds.map((round) => round[name]));

function figuresOf(rounds: readonly Round[], records: number, bytes: number): Figure[] {
  const resolve = median(rounds, 'resolve');
  const proof = median(rounds, 'proof');
  const nginx = median(rounds, 'nginx');
  const note = `${records} records, random, ${CONNECTIONS} connections, server on one core, ${rounds.length} rounds`;
  return [
    {
      name: 'resolve',
      value: resolve,
      unit: 'resolutions/s',
      baseline: { name: `nginx, static file of ${bytes} bytes, requests/s`, value: nginx },
      ratio: resolve / nginx,
      target: '>= 0.45',
      note,
    },
    {
      name: 'resolve-proof',
      value: proof,
      unit: 'resolutions/s',
      baseline: { name: 'resolutions/s without proof', value: resolve },
      ratio: proof / resolve,
      target: '>= 0.5',
      note: `${note}; the answer with its proof as the SDK asks for it, application/cbor`,
    },
  ];
}

/** Resolutions over HTTP against the same bytes from a static file, on the same core, by the same load tool. */
export async function* httpFigures(options: BenchOptions): AsyncIterable<Figure> {
  requireTool('wrk', 'wrk');
  requireTool('nginx', 'nginx-light');
  const records = options.quick ? 100_000 : 1_000_000;
  const seconds = options.quick ? 3 : 6;
  const network = foundBenchNetwork(join(options.directory, 'node'));
  await populate(network, records);
  const node = await startNode({ directory: network.directory, core: SERVER_CORE });
  try {
    const answer = await fetch(`${node.url}/v1/resolve/${identifierOf(records >> 1)}`);
    const body = await answer.text();
    const nginx = await serveStatic(join(options.directory, 'nginx'), body, SERVER_CORE);
    try {
      await load(node.url, records, JSON_TYPE, WARM_UP_SECONDS);
      await load(node.url, records, PROOF_TYPE, WARM_UP_SECONDS);
      const rounds: Round[] = [];
      for (let round = 0; round < (options.quick ? 1 : 5); round += 1) {
        rounds.push({
          nginx: (await load(nginx.url, 0, JSON_TYPE, seconds)).perSecond,
          resolve: (await load(node.url, records, JSON_TYPE, seconds)).perSecond,
          proof: (await load(node.url, records, PROOF_TYPE, seconds)).perSecond,
        });
      }
      const figures = figuresOf(rounds, records, Buffer.byteLength(body));
      yield* figures.filter((figure) => isWanted(options, figure.name));
    } finally {
      await nginx.stop();
    }
  } finally {
    await node.stop();
  }
}
