import { SdkError } from '../sdk-error.ts';

/** First pause, doubled each time. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

export interface RetryOptions {
  /** Give up after this time. */
  retryForMs: number;
  signal?: AbortSignal | undefined;
  /** Told before each pause. */
  onRetry?: ((error: SdkError, pauseMs: number) => void) | undefined;
}

/** Resolves after some time; rejects at once when aborted. */
export function pause(timeMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, timeMs);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function isPassing(error: unknown): error is SdkError {
  if (!(error instanceof SdkError)) return false;
  return ['SDK_UNREACHABLE', 'SDK_TIMEOUT', 'SDK_OVERLOADED', 'SDK_STALLED'].includes(error.code);
}

/**
 * Tries again what failed for reasons that pass: no connection, no answer in time, overload. Pauses
 * grow, with some chance in them so that many clients don't come back at once, and are never
 * shorter than the node asked for.
 */
export async function withRetries<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let round = 0; ; round += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || options.signal?.aborted === true) throw error;
      const growing = Math.min(FIRST_PAUSE_MS * 2 ** round, LONGEST_PAUSE_MS);
      const pauseMs = Math.max(error.retryAfterMs ?? 0, growing) * (1 + Math.random() / 4);
      if (performance.now() - startedAt + pauseMs > options.retryForMs) throw error;
      options.onRetry?.(error, pauseMs);
      await pause(pauseMs, options.signal);
    }
  }
}
