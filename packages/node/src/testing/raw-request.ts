import { connect } from 'node:net';

/** Sends bytes as they are and gives all that comes back until the connection closes or `timeoutMs` is over. */
export function rawRequest(
  port: number,
  bytes: string | Uint8Array,
  timeoutMs = 5_000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(finish, timeoutMs);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') finish();
      else reject(error);
    });
    socket.write(bytes);
  });
}

/** A GET of a path that no URL library would send as it is. */
export const rawGet = (port: number, path: string, headers = ''): Promise<string> =>
  rawRequest(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);

/** Status and body of a raw answer. */
export function parseRaw(answer: string): { status: number; body: string } {
  const end = answer.indexOf('\r\n\r\n');
  return { status: Number(answer.slice(9, 12)), body: end < 0 ? '' : answer.slice(end + 4) };
}
