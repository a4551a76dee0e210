import type { CborWriter } from '@touchmark/codec';
import type { ParamsInput } from './params-input.ts';
import type { SchemaDescription } from './schema-description.ts';

/**
 * Reader, writer and description of one piece of params. `Given` is what a writer takes, `Value`
 * what a reader gives.
 */
export interface Schema<Value, Given = Value> {
  readonly description: SchemaDescription;
  /** Throws ParamsError. */
  read(input: ParamsInput): Value;
  /** Writes without checking bounds: the ledger that receives it is the judge. */
  write(writer: CborWriter, value: Given): void;
}

/** Text whose UTF-8 length and form are checked; `form` says the form in words. */
export function text(bounds: {
  readonly form: string;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly accepts: (value: string) => boolean;
}): Schema<string> {
  const { form, minBytes, maxBytes, accepts } = bounds;
  return {
    description: { kind: 'text', form, minBytes, maxBytes },
    read(input) {
      input.expect('text');
      const start = input.reader.offset;
      const length = input.reader.skipText();
      if (length < minBytes) input.fail('too-short');
      if (length > maxBytes) input.fail('too-long');
      input.reader.offset = start;
      const value = input.reader.text();
      if (!accepts(value)) input.fail('bad-form');
      return value;
    },
    write: (writer, value) => void writer.text(value),
  };
}

/** One word of a fixed list. */
export function choice<const Word extends string>(values: readonly Word[]): Schema<Word> {
  return {
    description: { kind: 'choice', values },
    read(input) {
      input.expect('text');
      const given = input.reader.text();
      return values.find((value) => value === given) ?? input.fail('bad-form');
    },
    write: (writer, value) => void writer.text(value),
  };
}

/** Byte string with bounds on its length. */
export function bytes(minBytes: number, maxBytes: number = minBytes): Schema<Uint8Array> {
  return {
    description: { kind: 'bytes', minBytes, maxBytes },
    read(input) {
      input.expect('bytes');
      const value = input.bytes();
      if (value.length < minBytes) input.fail('too-short');
      if (value.length > maxBytes) input.fail('too-long');
      return value;
    },
    write: (writer, value) => void writer.bytes(value),
  };
}

export function uint(min: number, max: number): Schema<number> {
  return {
    description: { kind: 'uint', min, max },
    read(input) {
      input.expect('uint');
      const value = input.reader.uint64();
      if (value < BigInt(min)) input.fail('too-small');
      if (value > BigInt(max)) input.fail('too-large');
      return Number(value);
    },
    write: (writer, value) => void writer.uint(value),
  };
}

/** Array of one kind of item. */
export function list<Value, Given>(
  item: Schema<Value, Given>,
  min: number,
  max: number,
): Schema<Value[], readonly Given[]> {
  return {
    description: { kind: 'list', item: item.description, min, max },
    read(input) {
      input.expect('array');
      const count = input.reader.array();
      if (count < min) input.fail('too-few');
      if (count > max) input.fail('too-many');
      const values: Value[] = [];
      for (let index = 0; index < count; index += 1) {
        values.push(input.within(index, () => item.read(input)));
      }
      return values;
    },
    write(writer, values) {
      writer.array(values.length);
      for (const value of values) item.write(writer, value);
    },
  };
}

/** A list without the same word twice. */
export function uniqueList<const Word extends string>(
  item: Schema<Word>,
  min: number,
  max: number,
): Schema<Word[], readonly Word[]> {
  const plain = list(item, min, max);
  return {
    ...plain,
    read(input) {
      const values = plain.read(input);
      values.forEach((value, index) => {
        if (values.indexOf(value) !== index) input.within(index, () => input.fail('repeated'));
      });
      return values;
    },
  };
}
