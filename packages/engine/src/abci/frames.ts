/** Messages of ABCI on a socket: each behind its length as an unsigned varint. */

/** Blocks have at most 100 MiB; a peer that announces more is not CometBFT. */
export const MAX_FRAME_BYTES: number = 128 * 1024 * 1024;
const MAX_LENGTH_BYTES = 5;

/** Bytes that no ABCI client sends: the connection is closed. */
export class FrameError extends Error {
  readonly code = 'ABCI_FRAME';

  constructor(what: string) {
    super(`The ABCI connection is closed: ${what}.`);
    this.name = 'FrameError';
  }
}

/** Cuts a stream of bytes into messages; one piece may hold many of them, or a part of one. */
export class FrameReader {
  readonly #limit: number;
  #pieces: Uint8Array[] = [];
  #gathered = 0;
  /** Undefined while the length itself is incomplete. */
  #length: number | undefined;

  constructor(limit: number = MAX_FRAME_BYTES) {
    this.#limit = limit;
  }

  /** @returns the messages that are complete now. Throws FrameError. */
  add(piece: Uint8Array): Uint8Array[] {
    this.#pieces.push(piece);
    this.#gathered += piece.length;
    const messages: Uint8Array[] = [];
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      messages.push(message);
    }
    return messages;
  }

  #next(): Uint8Array | undefined {
    this.#length ??= this.#readLength();
    if (this.#length === undefined || this.#gathered < this.#length) return undefined;
    const bytes = this.#joined();
    const message = bytes.subarray(0, this.#length);
    this.#keep(bytes.subarray(this.#length));
    this.#length = undefined;
    return message;
  }

  #readLength(): number | undefined {
    if (this.#gathered === 0) return undefined;
    const bytes = this.#joined();
    let length = 0;
    for (let index = 0; index < MAX_LENGTH_BYTES; index += 1) {
      const byte = bytes[index];
      if (byte === undefined) return undefined;
      length += (byte & 0x7f) * 2 ** (7 * index);
      if (byte >= 0x80) continue;
      if (length > this.#limit) throw new FrameError(`it announced a message of ${length} bytes`);
      this.#keep(bytes.subarray(index + 1));
      return length;
    }
    throw new FrameError('it announced a message whose length is no number');
  }

  #joined(): Uint8Array {
    const [only] = this.#pieces;
    const bytes =
      this.#pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.#pieces);
    this.#pieces = [bytes];
    return bytes;
  }

  #keep(rest: Uint8Array): void {
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#gathered = rest.length;
  }
}

/** The length of a message as it goes before it. */
export function frameLength(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
