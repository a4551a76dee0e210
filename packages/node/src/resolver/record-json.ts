import { CborReader } from '@touchmark/codec';

/** Permission bits as four digits: administrator read, administrator write, public read, public write. */
const PERMISSIONS = Array.from({ length: 16 }, (_, bits) => bits.toString(2).padStart(4, '0'));
const PUBLIC_READ = 2;
const RETIRED = 1;

/** Secret data of a record's restricted values by index, for those who may read them. */
export type DisclosedValues = ReadonlyMap<number, Uint8Array>;
const SALT_LENGTH = 16;

export interface RecordStanding {
  version: number;
  retired: boolean;
}

/** A record ready to be put into an answer. */
export interface RecordJson extends RecordStanding {
  /** The members of the JSON object from `identifier` to `reason`, without braces. */
  members: string;
}

/** Records of a block share their time, and making its text costs as much as reading a record. */
const times = new Map<number, string>();
const MOST_TIMES = 4_096;

function time(timeMs: number): string {
  let text = times.get(timeMs);
  if (text === undefined) {
    if (times.size >= MOST_TIMES) times.clear();
    text = new Date(timeMs).toISOString();
    times.set(timeMs, text);
  }
  return text;
}

const when = (height: number, timeMs: number): string =>
  `{"block":${height},"time":"${time(timeMs)}"}`;

/** From the link to the version before, past it and into the body, which is CBOR in a byte string; gives the status. */
function enterBody(reader: CborReader): number {
  if (reader.peek() === 'null') reader.null();
  else reader.skipBytes();
  const bodyLength = reader.skipBytes();
  reader.offset -= bodyLength;
  reader.arrayOf(5);
  return reader.uint();
}

/** Version and status alone. */
export function recordStanding(envelope: Uint8Array): RecordJson {
  const reader = new CborReader(envelope);
  reader.arrayOf(5);
  const version = reader.uint();
  reader.uint();
  reader.uint();
  return { version, retired: enterBody(reader) === RETIRED, members: '' };
}

interface First {
  height: number;
  timeMs: number;
}

/**
 * JSON of a record straight from its envelope's bytes (spec/record.md): no objects in between, since this is done
 * for every resolution. Holders and types have a character set that needs no escapes.
 *
 * @param first when the first version was written; asked for only if this is a later one.
 */
export function recordJson(
  identifier: string,
  envelope: Uint8Array,
  first: () => First,
  disclosed?: DisclosedValues,
): RecordJson {
  const bytes = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
  const reader = new CborReader(envelope);
  reader.arrayOf(5);
  const version = reader.uint();
  const height = reader.uint();
  const timeMs = reader.uint();
  const retired = enterBody(reader) === RETIRED;
  const holder = reader.text();
  const idLength = reader.skipBytes();
  const transaction = bytes.toString('hex', reader.offset - idLength, reader.offset);
  const values = valuesJson(reader, bytes, disclosed);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  reader.end();
  const updated = when(height, timeMs);
  const registered = version === 1 ? updated : firstWhen(first());
  const members =
    `"identifier":"${identifier}","status":"${retired ? 'retired' : 'active'}","version":${version},` +
    `"holder":"${holder}","values":[${values}],"registered":${registered},"updated":${updated},` +
    `"transaction":"${transaction}"${reason === null ? '' : `,"reason":${JSON.stringify(reason)}`}`;
  return { version, retired, members };
}

const firstWhen = ({ height, timeMs }: First): string => when(height, timeMs);

function valuesJson(
  reader: CborReader,
  bytes: Buffer,
  disclosed: DisclosedValues | undefined,
): string {
  let json = '';
  for (let left = reader.array(); left > 0; left--) {
    reader.arrayOf(5);
    const index = reader.uint();
    const type = reader.text();
    const isText = reader.peek() === 'text';
    const text = isText ? reader.text() : '';
    const length = isText ? 0 : reader.skipBytes();
    const end = reader.offset;
    const ttl = reader.uint();
    const permissions = reader.uint();
    let data: string;
    if (isText) data = `{"format":"text","value":${JSON.stringify(text)}}`;
    else if ((permissions & PUBLIC_READ) !== 0) {
      data = `{"format":"base64","value":"${bytes.toString('base64', end - length, end)}"}`;
    } else {
      data = restrictedJson(bytes.toString('hex', end - length, end), disclosed?.get(index));
    }
    json +=
      `${json === '' ? '' : ','}{"index":${index},"type":"${type}","data":${data},` +
      `"ttl":${ttl},"permissions":"${PERMISSIONS[permissions]}"}`;
  }
  return json;
}

/** A restricted value is its digest for the public; who may read it gets the value, and what the digest is made of. */
function restrictedJson(digest: string, data: Uint8Array | undefined): string {
  if (data === undefined) return `{"format":"digest","value":"${digest}"}`;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const salt = bytes.toString('base64', 0, SALT_LENGTH);
  const value = bytes.toString('base64', SALT_LENGTH, bytes.length);
  return `{"format":"base64","value":"${value}","salt":"${salt}","digest":"${digest}"}`;
}
