import { CborError } from './cbor-error.ts';
import type { CborReader } from './reader.ts';

export type FieldReader<Value> = (reader: CborReader) => Value;
export type FieldReaders = Readonly<Record<string, FieldReader<unknown>>>;

/** What `readRecord` returns: required fields always, optional ones where the map has them. */
export type CborRecord<Required extends FieldReaders, Optional extends FieldReaders> = {
  [Name in keyof Required]: ReturnType<Required[Name]>;
} & { [Name in keyof Optional]?: ReturnType<Optional[Name]> };

/** Reads a map with text keys in canonical order; `field` must read exactly the value of `key`. */
export function readMap(reader: CborReader, field: (key: string) => void): void {
  let previousStart = -1;
  let previousEnd = -1;
  for (let left = reader.map(); left > 0; left -= 1) {
    const start = reader.offset;
    const key = reader.text();
    if (previousStart >= 0) reader.checkKeyOrder(previousStart, previousEnd, start);
    previousStart = start;
    previousEnd = reader.offset;
    field(key);
  }
}

/**
 * Reads a map whose text keys are known: `required` ones must be there, `optional` ones may, others
 * may not.
 *
 *     const { prefix, holder } = readRecord(reader, { prefix: readText, holder: readText });
 */
export function readRecord<Required extends FieldReaders, Optional extends FieldReaders = {}>(
  reader: CborReader,
  required: Required,
  optional?: Optional,
): CborRecord<Required, Optional> {
  const record: Record<string, unknown> = {};
  readMap(reader, (key) => {
    const read = ownField(required, key) ?? ownField(optional, key);
    if (read === undefined) {
      throw new CborError(
        'CBOR_FIELD_UNKNOWN',
        `unknown field ${JSON.stringify(key)}`,
        reader.offset,
      );
    }
    record[key] = read(reader);
  });
  if (isComplete<Required, Optional>(record, required)) return record;
  const missing = Object.keys(required).filter((name) => !Object.hasOwn(record, name));
  throw new CborError('CBOR_FIELD_MISSING', `missing field ${missing.join(', ')}`, reader.offset);
}

function isComplete<Required extends FieldReaders, Optional extends FieldReaders>(
  record: object,
  required: Required,
): record is CborRecord<Required, Optional> {
  return Object.keys(required).every((name) => Object.hasOwn(record, name));
}

function ownField(fields: FieldReaders | undefined, key: string): FieldReader<unknown> | undefined {
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

export const readText = (reader: CborReader): string => reader.text();
export const readUint = (reader: CborReader): number => reader.uint();
export const readBytes = (reader: CborReader): Uint8Array => reader.bytes();
export const readBool = (reader: CborReader): boolean => reader.bool();
export const readRaw = (reader: CborReader): Uint8Array => reader.raw();

/** Reader of an array, each of its items read by `item`; at most `maxCount` of them. */
export function readArrayOf<Item>(item: FieldReader<Item>, maxCount: number): FieldReader<Item[]> {
  return (reader) => {
    const count = reader.array();
    if (count > maxCount) {
      throw new CborError(
        'CBOR_COUNT',
        `array of ${count} items; at most ${maxCount}`,
        reader.offset,
      );
    }
    const items: Item[] = [];
    for (let left = count; left > 0; left -= 1) items.push(item(reader));
    return items;
  };
}
