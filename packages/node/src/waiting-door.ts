/**
 * Before there is a state to serve: the first founder waits for the others, a node that joins waits for a snapshot.
 * Then the port answers already why it is so, and that nothing else can be had yet.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Configuration } from './config/schema.ts';
import { consensusAnswer } from './consensus/consensus-answer.ts';
import type { ConsensusReport } from './consensus/consensus-report.ts';
import { findingsOf } from './consensus/findings.ts';
import { closeListener, createListener, listen } from './http/listener.ts';
import type { Logger } from './log.ts';
import { preferredLanguage } from './problems/language.ts';
import { ProblemError } from './problems/problem.ts';
import { requestIds } from './problems/request-id.ts';
import { sendProblem } from './problems/send.ts';

const TELL_EVERY_MS = 30_000;
const RETRY_AFTER_SECONDS = 5;

export type ReportSource = () => Promise<ConsensusReport>;

export class WaitingDoor {
  readonly #http: Configuration['http'];
  readonly #log: Logger;
  readonly #nextId = requestIds();
  #server: Server | undefined;
  #telling: NodeJS.Timeout | undefined;

  constructor({ http }: Configuration, log: Logger) {
    this.#http = http;
    this.#log = log;
  }

  /** @throws ListenError. A port that is still to be chosen is nobody's yet, so nobody asks there. */
  async open(report: ReportSource): Promise<void> {
    this.#telling = setInterval(() => void this.#tell(report), TELL_EVERY_MS).unref();
    void this.#tell(report);
    const { host, port } = this.#http;
    if (port === 0) return;
    const server = createListener(this.#http, (request, response) => {
      void this.#answer(request, response, report);
    });
    await listen(server, { host, port });
    this.#server = server;
  }

  async close(): Promise<void> {
    clearInterval(this.#telling);
    if (this.#server !== undefined) await closeListener(this.#server, 0);
    this.#server = undefined;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    report: ReportSource,
  ): Promise<void> {
    const path = (request.url ?? '').split('?')[0];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && path === '/livez') return send(request, response, 'text/plain', 'ok\n');
    if (isRead && path === '/v1/consensus') {
      const language = preferredLanguage(request.headers['accept-language']);
      const answer = JSON.stringify(consensusAnswer(await report(), Date.now(), language));
      return send(request, response, 'application/json; charset=utf-8', answer);
    }
    const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
    const problem = new ProblemError('NODE_WAITING', { headers });
    sendProblem(request, response, problem, this.#nextId(), {});
  }

  async #tell(report: ReportSource): Promise<void> {
    const [first, ...others] = findingsOf(await report(), Date.now());
    const why = [first, ...others].map((finding) => finding?.detail.en).join(' ');
    this.#log.info({ why }, 'there is no state to serve yet');
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  type: string,
  text: string,
): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}
