import { isCanonicalIdentifier, isCanonicalPrefix } from '@touchmark/codec';
import { text, uint } from '../../kernel/schema.ts';
import type { Schema } from '../../kernel/schema.ts';
import type { SchemaDescription } from '../../kernel/schema-description.ts';
import {
  PREFIX_BYTES,
  RECORD_VALUES,
  RECORD_VALUES_BYTES,
  REGISTER_ENTRIES,
  SUFFIX_BYTES,
  VALUE_TYPE_BYTES,
} from '../../limits.ts';
import type { RecordValue } from './record-value.ts';
import { writeValues } from './record-value.ts';

export { organizationId, reason } from '../organizations/params.ts';

export const prefix: Schema<string> = text({
  form: 'canonical prefix',
  minBytes: 1,
  maxBytes: PREFIX_BYTES,
  accepts: isCanonicalPrefix,
});

export const identifier: Schema<string> = text({
  form: 'canonical identifier',
  minBytes: 3,
  maxBytes: PREFIX_BYTES + 1 + SUFFIX_BYTES,
  accepts: isCanonicalIdentifier,
});

export const version: Schema<number> = uint(1, 0xffff_ffff);

const UINT32_MAX = 0xffff_ffff;

const VALUE_DESCRIPTION: SchemaDescription = {
  kind: 'tuple',
  items: [
    { name: 'index', schema: { kind: 'uint', min: 1, max: UINT32_MAX } },
    {
      name: 'type',
      schema: {
        kind: 'text',
        form: 'A-Z a-z 0-9 . _ -',
        minBytes: 1,
        maxBytes: VALUE_TYPE_BYTES,
      },
    },
    {
      name: 'data',
      schema: {
        kind: 'either',
        options: [
          { kind: 'text', form: 'any', minBytes: 0, maxBytes: RECORD_VALUES_BYTES },
          { kind: 'bytes', minBytes: 0, maxBytes: RECORD_VALUES_BYTES },
        ],
      },
    },
    { name: 'ttlSeconds', schema: { kind: 'uint', min: 0, max: UINT32_MAX } },
    { name: 'permissions', schema: { kind: 'uint', min: 0, max: 15 } },
  ],
};

const VALUES_DESCRIPTION: SchemaDescription = {
  kind: 'list',
  item: VALUE_DESCRIPTION,
  min: 0,
  max: RECORD_VALUES,
};

/** The values of one record, read as their raw bytes: `ValueScanner` judges them. */
export const values: Schema<Uint8Array, readonly RecordValue[]> = {
  description: VALUES_DESCRIPTION,
  read(input) {
    input.expect('array');
    return input.reader.raw();
  },
  write: writeValues,
};

/** One identifier to register under the prefix of the action. */
export interface RegisterEntry {
  readonly suffix: string;
  readonly values: readonly RecordValue[];
}

/** The entries of a registration as they lie in the params, to be walked once by `scanEntries`. */
export interface RawEntries {
  readonly count: number;
  readonly bytes: Uint8Array;
}

/**
 * Must be the last field of its map: reading takes all bytes that are left, `scanEntries` checks
 * that they are entries.
 */
export const entries: Schema<RawEntries, readonly RegisterEntry[]> = {
  description: {
    kind: 'list',
    item: {
      kind: 'tuple',
      items: [
        {
          name: 'suffix',
          schema: { kind: 'text', form: 'canonical suffix', minBytes: 1, maxBytes: SUFFIX_BYTES },
        },
        { name: 'values', schema: VALUES_DESCRIPTION },
      ],
    },
    min: 1,
    max: REGISTER_ENTRIES,
  },
  read(input) {
    input.expect('array');
    const count = input.reader.array();
    if (count < 1) input.fail('too-few');
    if (count > REGISTER_ENTRIES) input.fail('too-many');
    return { count, bytes: input.rest() };
  },
  write(writer, given) {
    writer.array(given.length);
    for (const entry of given) {
      writer.array(2).text(entry.suffix);
      writeValues(writer, entry.values);
    }
  },
};
