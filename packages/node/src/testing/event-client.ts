import http, { type IncomingMessage, type RequestOptions } from 'node:http';

/** One message of an event stream. */
export interface StreamMessage {
  id?: string;
  event?: string;
  data?: string;
  comment?: string;
  retry?: string;
}

function parse(block: string): StreamMessage {
  const message: Record<string, string> = {};
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = colon === 0 ? 'comment' : line.slice(0, colon);
    message[name] = line.slice(colon + 1).trimStart();
  }
  return message;
}

/** A client of the event stream that reads when it is told to. */
export class EventClient {
  readonly response: IncomingMessage;
  readonly messages: StreamMessage[] = [];
  readonly ended: Promise<void>;
  #text = '';
  #wake: () => void = () => undefined;

  private constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.#text += chunk;
      const blocks = this.#text.split('\n\n');
      this.#text = blocks.pop() ?? '';
      this.messages.push(...blocks.map(parse));
      this.#wake();
    });
    this.ended = new Promise((resolve) => {
      response.on('close', () => {
        resolve();
        this.#wake();
      });
    });
  }

  static open(url: string, headers: Record<string, string> = {}): Promise<EventClient> {
    const { hostname, port } = new URL(url);
    return EventClient.connect({ hostname, port, path: '/v1/events' }, headers);
  }

  static connect(where: RequestOptions, headers: Record<string, string>): Promise<EventClient> {
    return new Promise((resolve, reject) => {
      const options = {
        ...where,
        headers: { accept: 'text/event-stream', ...headers },
        agent: false,
      };
      const request = http.get(options, (response) => resolve(new EventClient(response)));
      request.on('error', reject);
    });
  }

  /** Events received so far, without comments and the like. */
  get events(): StreamMessage[] {
    return this.messages.filter(({ id, data }) => id !== undefined && data !== undefined);
  }

  /** Waits until something holds of what was received. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.response.destroy();
  }
}
