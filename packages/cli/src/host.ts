import { constants } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Host } from './main.ts';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Reads a line while nothing of it is shown. */
async function askSecret(question: string): Promise<string> {
  let muted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stderr.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const answer = reader.question(question);
    muted = true;
    return await answer;
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

/**
 * Interrupts end the process at once, until a command takes them over in order to finish cleanly.
 */
function interrupts(): () => AbortSignal {
  const abort = new AbortController();
  let taken = false;
  // The launcher's channel closes when the launcher is killed; then nobody waits for us any more.
  process.on('disconnect', () => {
    if (taken) abort.abort();
    else process.exit(128 + constants.signals.SIGTERM);
  });
  process.channel?.unref();
  return () => {
    if (!taken) for (const name of INTERRUPTS) process.on(name, () => abort.abort());
    taken = true;
    return abort.signal;
  };
}

/** `touchmark list … | head` closes our stdout early: that is no failure. */
function endQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}

/** Words that nobody reads any more don't change how a command ends. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** This process as a command sees it. */
export function openHost(): Host {
  process.stdout.on('error', endQuietlyOnBrokenPipe);
  process.stderr.on('error', ignoreBrokenPipe);
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  return {
    environment: process.env,
    streams: process,
    takeInterrupts: interrupts(),
    askSecret: isTerminal ? askSecret : undefined,
    readInput: () => buffer(process.stdin),
  };
}
