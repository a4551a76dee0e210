/** Where text goes: data on stdout, talk on stderr, so that a pipe gets the data alone. */
export interface Streams {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colour: boolean;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

const STYLES: Readonly<Record<Style, readonly [open: string, close: string]>> = {
  bold: ['\u001b[1m', '\u001b[22m'],
  dim: ['\u001b[2m', '\u001b[22m'],
  red: ['\u001b[31m', '\u001b[39m'],
  green: ['\u001b[32m', '\u001b[39m'],
  yellow: ['\u001b[33m', '\u001b[39m'],
};

export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly #streams: Streams;
  readonly #colour: boolean;
  readonly #warnings: string[] = [];
  #progressShown = false;

  constructor(streams: Streams, options: OutputOptions) {
    this.#streams = streams;
    this.#colour = options.colour;
    this.json = options.json;
    this.quiet = options.quiet;
  }

  /** The result: as JSON when asked for, else as text for people; an empty list is no line. */
  result(value: unknown, forPeople: () => string): void {
    const text = this.json ? JSON.stringify(value, jsonValue, 2) : forPeople();
    if (text !== '') this.data(text);
  }

  /** One record of a stream: a line of JSON when asked for, else a line for people. */
  line(value: unknown, forPeople: () => string): void {
    this.data(this.json ? JSON.stringify(value, jsonValue) : forPeople());
  }

  data(text: string): void {
    this.#endProgress();
    this.#streams.stdout.write(`${text}\n`);
  }

  /** For people: programs that asked for JSON get nothing of it. */
  talk(text: string): void {
    if (this.quiet || this.json) return;
    this.#endProgress();
    this.#streams.stderr.write(`${text}\n`);
  }

  /**
   * Said even with --quiet: the command did not do what it was asked to, or trust is at stake. As
   * JSON it waits for the end, since stderr is one document then.
   */
  warn(text: string): void {
    if (this.json) {
      this.#warnings.push(text);
      return;
    }
    this.#endProgress();
    this.#streams.stderr.write(`${text}\n`);
  }

  /** How far long work is: one line that renews itself on a terminal, nothing elsewhere. */
  progress(text: string): void {
    if (this.quiet || this.json || this.#streams.stderr.isTTY !== true) return;
    this.#streams.stderr.write(`\r\u001b[2K${text}`);
    this.#progressShown = true;
  }

  /** The end, as JSON: what failed, and what was warned of. Nothing, if neither. */
  end(error?: object): void {
    if (!this.json || (error === undefined && this.#warnings.length === 0)) return;
    const warnings = this.#warnings.length === 0 ? {} : { warnings: this.#warnings };
    const document = { ...(error === undefined ? {} : { error }), ...warnings };
    this.#streams.stderr.write(`${JSON.stringify(document, null, 2)}\n`);
  }

  style(style: Style, text: string): string {
    const [open, close] = STYLES[style];
    return this.#colour ? `${open}${text}${close}` : text;
  }

  #endProgress(): void {
    if (!this.#progressShown) return;
    this.#streams.stderr.write('\n');
    this.#progressShown = false;
  }
}

/** Bytes leave as base64; integers beyond 2^53 as text. */
function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return value.toString();
  return value;
}

/** NO_COLOR (no-color.org) wins over FORCE_COLOR, which wins over what stdout is. */
export function wantsColour(environment: NodeJS.ProcessEnv, streams: Streams): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  if ((environment['FORCE_COLOR'] ?? '') !== '') return true;
  return streams.stdout.isTTY === true && environment['TERM'] !== 'dumb';
}
