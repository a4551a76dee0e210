import { SdkError } from '../sdk-error.ts';

/** Longest body that is read: an answer has at most as much. */
export const MAX_BODY_BYTES: number = 64 * 1024 * 1024;

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const body = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    body.set(part, offset);
    offset += part.length;
  }
  return body;
}

/**
 * The whole body of an answer, but never more than a bound: a node is not trusted with this
 * machine's memory.
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(parts, length);
    parts.push(value);
    length += value.length;
    if (length <= maxBytes) continue;
    await reader.cancel().catch(() => undefined);
    throw new SdkError(
      'SDK_RESPONSE_INVALID',
      `The node sends more than ${maxBytes} bytes. Is this a node? Ask for smaller pages.`,
    );
  }
}
