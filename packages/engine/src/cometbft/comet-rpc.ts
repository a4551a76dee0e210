/** What the node asks of its own CometBFT, over a unix socket. */
import { Agent, request } from 'node:http';
import { encodeValidators, type SignedHeader, type Validator } from '@touchmark/codec';
import { evidenceOf, headerOf, isObject, signedHeaderOf, validatorsOf } from './comet-json.ts';

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_PAGE_VALIDATORS = 100;

/** CometBFT does not answer, or answers with an error. */
export class CometRpcError extends Error {
  /** True: it does not listen, which is so while it starts and replays. */
  readonly isDown: boolean;

  constructor(method: string, what: string, isDown = false) {
    super(`CometBFT's ${method} failed: ${what}`);
    this.name = 'CometRpcError';
    this.isDown = isDown;
  }
}

export interface CometStatus {
  readonly height: number;
  readonly catchingUp: boolean;
  readonly nodeId: string;
}

export class CometRpc {
  readonly #socketPath: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** Header and commit of a block: the canonical commit once the block after it is decided. */
  async signedHeader(height: number): Promise<SignedHeader> {
    const result = await this.call('commit', { height: String(height) });
    return signedHeaderOf(result);
  }

  /** What a block proves of validators: the evidence in the bytes that its header's hash is over. */
  async evidence(height: number): Promise<Uint8Array[]> {
    return evidenceOf(await this.call('block', { height: String(height) }));
  }

  /** The set that signs a height, as `encodeValidators` makes it. */
  async validators(height: number): Promise<Uint8Array> {
    const found: Validator[] = [];
    for (let page = 1; ; page += 1) {
      const result = await this.call('validators', {
        height: String(height),
        page: String(page),
        per_page: String(MAX_PAGE_VALIDATORS),
      });
      const { validators, total } = validatorsOf(result);
      found.push(...validators);
      if (found.length >= total || validators.length === 0) return encodeValidators(found);
    }
  }

  /** @returns the code and words of CheckTx. */
  async broadcast(transaction: Uint8Array): Promise<{ code: number; log: string }> {
    const result = await this.call('broadcast_tx_sync', {
      tx: Buffer.from(transaction.buffer, transaction.byteOffset, transaction.byteLength).toString(
        'base64',
      ),
    });
    if (!isObject(result)) throw new CometRpcError('broadcast_tx_sync', 'no result');
    return { code: Number(result['code']), log: String(result['log']) };
  }

  async status(): Promise<CometStatus> {
    return headerOf(await this.call('status', {}));
  }

  /** Peers that it is connected with. */
  async peers(): Promise<number> {
    const result = await this.call('net_info', {});
    return isObject(result) ? Number(result['n_peers']) : 0;
  }

  async call(method: string, params: Record<string, unknown>): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const text = await this.#post(method, body);
    const answer: unknown = JSON.parse(text);
    if (!isObject(answer)) throw new CometRpcError(method, 'no answer');
    const { error, result } = answer;
    if (!isObject(error)) return result;
    throw new CometRpcError(method, `${String(error['message'])} ${String(error['data'])}`);
  }

  #post(method: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error & { code?: string }): void => {
        const isDown = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
        reject(new CometRpcError(method, error.message, isDown));
      };
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const options = { socketPath: this.#socketPath, path: '/', method: 'POST', headers };
      const agent = this.#agent;
      const asked = request({ ...options, agent, timeout: TIMEOUT_MS }, (response) => {
        const pieces: Buffer[] = [];
        let length = 0;
        response.on('data', (piece: Buffer) => {
          length += piece.length;
          if (length > MAX_ANSWER_BYTES) asked.destroy(new Error('the answer is too long'));
          else pieces.push(piece);
        });
        response.on('end', () => resolve(Buffer.concat(pieces).toString()));
        response.on('error', fail);
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.on('error', fail);
      asked.end(body);
    });
  }
}
