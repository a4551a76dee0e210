import { connect, type Socket } from 'node:net';

/** Ways to keep a connection and give nothing for it. */
const MANNERS = [
  { name: 'silent', start: '', drip: '' },
  { name: 'headers drop by drop', start: 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ', drip: 'x' },
  {
    name: 'body drop by drop',
    start:
      'POST /v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n' +
      'Content-Length: 100000\r\n\r\n',
    drip: 'x',
  },
  {
    name: 'asks and does not read',
    start: 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20),
    drip: '',
  },
] as const;

/** Many connections that are slow on purpose; each that the node lets go is made anew while `isRestless`. */
export class SlowClients {
  /** Connections that the node closed. */
  letGo = 0;
  readonly #port: number;
  readonly #dripMs: number;
  readonly #sockets = new Set<Socket>();
  #isRestless = true;

  constructor(port: number, count: number, dripMs: number) {
    this.#port = port;
    this.#dripMs = dripMs;
    for (let number = 0; number < count; number += 1) this.#open(number);
  }

  /** Connections that are open now. */
  get open(): number {
    return [...this.#sockets].filter(({ readyState }) => readyState === 'open').length;
  }

  /** Opens no new ones in the place of those that were let go. */
  rest(): void {
    this.#isRestless = false;
  }

  close(): void {
    this.rest();
    for (const socket of this.#sockets) socket.destroy();
  }

  #open(number: number): void {
    const { name, start, drip } = MANNERS[number % MANNERS.length] ?? MANNERS[0];
    const socket = connect(this.#port, '127.0.0.1');
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    // One that does not read never hears that it is over either: its end is its next write.
    if (name !== 'asks and does not read') socket.resume();
    if (start !== '') socket.write(start);
    const timer =
      drip === ''
        ? undefined
        : setInterval(() => socket.writable && socket.write(drip), this.#dripMs);
    socket.on('close', () => {
      clearInterval(timer);
      this.#sockets.delete(socket);
      this.letGo += 1;
      if (this.#isRestless) this.#open(number);
    });
  }
}
