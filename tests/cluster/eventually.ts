import assert from 'node:assert/strict';

/** A machine that runs other work beside the nodes of a test is slow, and that is no fault. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 50;

/** Waits for something that becomes true by itself. */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  what: string,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const untilMs = Date.now() + patienceMs;
  let why = 'it is not so';
  for (;;) {
    const found = await look().catch((error: unknown) => {
      why = String(error);
      return undefined;
    });
    if (found !== undefined) return found;
    assert.ok(Date.now() < untilMs, `in vain: ${what} (${why})`);
    await new Promise((later) => {
      setTimeout(later, PAUSE_MS);
    });
  }
}
