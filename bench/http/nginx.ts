import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requireTool } from '../tools.ts';

/** A web server that serves one static file, the fastest way there is to answer with so many bytes. */
export interface StaticServer {
  url: string;
  stop(): Promise<void>;
}

/** One worker, as fast as it is known to be set up: no log, keep-alive without end, the file kept open. */
function configuration(directory: string, port: number): string {
  return `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${directory}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_requests 1000000000;
  open_file_cache max=16;
  types { application/json json; }
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  server { listen 127.0.0.1:${port}; root ${directory}/files; }
}
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Serves `body` as /answer.json on one processor core. */
export async function serveStatic(
  directory: string,
  body: string,
  core: number,
): Promise<StaticServer> {
  const nginx = requireTool('nginx', 'nginx-light');
  const port = await freePort();
  mkdirSync(join(directory, 'files'), { recursive: true });
  writeFileSync(join(directory, 'files/answer.json'), body);
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, configuration(directory, port));
  const args = ['-c', String(core), nginx, '-e', 'stderr', '-c', file];
  const child = spawn('taskset', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !(await answers(`${url}/answer.json`)); attempt += 1) {
    if (attempt === 50 || child.exitCode !== null) throw new Error('nginx does not serve');
    await pause(100);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
