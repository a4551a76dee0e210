import {
  createServer,
  type IncomingMessage,
  request as sendRequest,
  type ServerResponse,
} from 'node:http';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  bin: 'application/octet-stream',
};

export interface StaticServer {
  readonly url: string;
  close(): Promise<void>;
}

function policyFor(connect: readonly string[]): string {
  return ["default-src 'self'", `connect-src 'self' ${connect.join(' ')}`].join('; ');
}

/** Passes a request on to another server, as a reverse proxy in front of a node does. */
function passOn(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = request;
  const onward = sendRequest(target + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

export interface StaticServerOptions {
  /** Other origins that pages may talk to. */
  connect?: readonly string[];
  /** Where everything under /v1/ goes. */
  node?: string;
}

/**
 * Serves files from memory on loopback, under a policy that allows a page its own origin and what
 * is named: no inline script, no eval, no other host.
 */
export async function serveFiles(
  files: ReadonlyMap<string, Uint8Array>,
  { connect = [], node }: StaticServerOptions = {},
): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    if (node !== undefined && url.startsWith('/v1/')) return passOn(node, request, response);
    const name = url.slice(1) || 'index.html';
    const body = name === 'favicon.ico' ? new Uint8Array(0) : files.get(name);
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'content-security-policy': policyFor(connect),
    });
    response.end(body ?? 'not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
