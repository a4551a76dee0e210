/**
 * The wires between the nodes of one machine: a relay for each ordered pair, so that a network can be cut in two
 * without a right that only root has. Runs as a process of its own; SIGHUP makes it read again what is cut.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** Node that dials, node that is dialled. */
  readonly from: number;
  readonly to: number;
  readonly port: number;
  readonly target: number;
}

export interface Wiring {
  readonly wires: readonly Wire[];
  /** Nodes that are apart from the others; among themselves they are not. */
  readonly cut: readonly number[];
}

export function isCut({ from, to }: Pick<Wire, 'from' | 'to'>, cut: readonly number[]): boolean {
  return cut.includes(from) !== cut.includes(to);
}

function readWiring(file: string): Wiring {
  return JSON.parse(readFileSync(file, 'utf8')) as Wiring;
}

interface Connection {
  readonly wire: Wire;
  readonly ends: readonly [Socket, Socket];
}

function serve(file: string): void {
  let { cut } = readWiring(file);
  const connections = new Set<Connection>();
  const end = (connection: Connection): void => {
    connections.delete(connection);
    for (const socket of connection.ends) socket.destroy();
  };
  const { wires } = readWiring(file);
  let listening = 0;
  for (const wire of wires) {
    const server = createServer((near) => {
      if (isCut(wire, cut)) {
        near.destroy();
        return;
      }
      const far = connect(wire.target, '127.0.0.1');
      const connection: Connection = { wire, ends: [near, far] };
      connections.add(connection);
      for (const socket of connection.ends) {
        socket.setNoDelay(true);
        socket.on('error', () => end(connection));
        socket.on('close', () => end(connection));
      }
      near.pipe(far);
      far.pipe(near);
    });
    server.once('error', ({ message }) => {
      console.log(`${message}. Choose another base port.`);
      process.exit(1);
    });
    server.listen(wire.port, '127.0.0.1', () => {
      listening += 1;
      if (listening === wires.length) console.log('ready');
    });
  }
  process.on('SIGHUP', () => {
    ({ cut } = readWiring(file));
    for (const connection of connections) if (isCut(connection.wire, cut)) end(connection);
  });
}

if (process.argv[1] === import.meta.filename) serve(process.argv[2] ?? '');
