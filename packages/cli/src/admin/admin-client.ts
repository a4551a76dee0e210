import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../files/json-object.ts';

/** A node that should run does not answer, or says no. */
export class AdminError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AdminError';
    this.code = code;
  }
}

/** The administration of the node that runs in a data directory. */
export class AdminClient {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Undefined where no node has left its address. */
  static async find(directory: string): Promise<AdminClient | undefined> {
    const file = resolve(directory, FILES.admin);
    if (!existsSync(file)) return undefined;
    const { url, token } = parseJsonObject(await readFile(file, 'utf8')) ?? {};
    if (typeof url !== 'string' || typeof token !== 'string') return undefined;
    return new AdminClient(url, token);
  }

  async status(): Promise<JsonObject> {
    const answer: unknown = await (await this.#ask('GET', '/status', undefined)).json();
    return isJsonObject(answer) ? answer : {};
  }

  /** @returns what was checked. @throws AdminError with the code of what is damaged. */
  async scrub(
    rate: number | undefined,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<JsonObject> {
    const query = rate === undefined ? '' : `?rate=${rate}`;
    const answer = await this.#ask('POST', `/scrub${query}`, signal);
    for await (const line of linesOf(answer)) {
      const { progress, result, error } = parseJsonObject(line) ?? {};
      if (isJsonObject(progress)) onProgress(Number(progress['done']), Number(progress['total']));
      if (isJsonObject(result)) return result;
      if (isJsonObject(error))
        throw new AdminError(String(error['code']), String(error['message']));
    }
    throw unreachable('it stopped in the middle of the scrub');
  }

  async #ask(method: string, path: string, signal: AbortSignal | undefined): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const init = { method, headers, signal: signal ?? AbortSignal.timeout(10_000) };
    let answer: Response;
    try {
      answer = await fetch(this.#url + path, init);
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw unreachable(error instanceof Error ? error.message : String(error));
    }
    if (answer.ok) return answer;
    throw unreachable(`it answers ${answer.status}`);
  }
}

function unreachable(what: string): AdminError {
  return new AdminError(
    'ADMIN_UNREACHABLE',
    `The node that uses this data directory does not answer: ${what}. See its log; if it hangs, restart it.`,
  );
}

async function* linesOf(answer: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of answer.body ?? []) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
