import { isCanonicalIdentifier, isCanonicalPrefix } from '@touchmark/codec';
import { bytes, choice, text, uint, uniqueList } from '../../kernel/schema.ts';
import type { Schema } from '../../kernel/schema.ts';
import type { SchemaDescription } from '../../kernel/schema-description.ts';
import {
  PREFIX_BYTES,
  RECORD_VALUES,
  RECORD_VALUES_BYTES,
  REGISTER_ENTRIES,
  SIGNATURE_PARTIES,
  SUFFIX_BYTES,
  TEMPLATE_TYPES,
  VALUE_TYPE_BYTES,
} from '../../limits.ts';
import type { RecordValue } from './record-value.ts';
import { writeValue, writeValues } from './record-value.ts';
import { WITHDRAWALS } from './signature-request.ts';
import type { Withdrawal } from './signature-request.ts';
import { organizationId } from '../organizations/params.ts';

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

/** Milliseconds since 1970, or of a duration; 0 stands for never. */
export const moment: Schema<number> = uint(0, Number.MAX_SAFE_INTEGER);
/** At most a hundred years or so, so that a time and a duration can be added. */
export const duration: Schema<number> = uint(0, 0xfff_ffff_ffff);
export const index: Schema<number> = uint(1, UINT32_MAX);
export const digest: Schema<Uint8Array> = bytes(32);
export type YesOrNo = 'no' | 'yes';
export const yesOrNo: Schema<YesOrNo> = choice(['no', 'yes']);
export const withdrawal: Schema<Withdrawal> = choice(WITHDRAWALS);
export const parties: Schema<string[], readonly string[]> = uniqueList(
  organizationId,
  1,
  SIGNATURE_PARTIES,
);
export const required: Schema<number> = uint(1, SIGNATURE_PARTIES);

const valueType: Schema<string> = text({
  form: 'A-Z a-z 0-9 . _ -',
  minBytes: 1,
  maxBytes: VALUE_TYPE_BYTES,
  accepts: (value) => /^[A-Za-z0-9._-]+$/.test(value),
});
export const valueTypes: Schema<string[], readonly string[]> = uniqueList(
  valueType,
  0,
  TEMPLATE_TYPES,
);

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

/** One value, read as its raw bytes. */
export const oneValue: Schema<Uint8Array, RecordValue> = {
  description: VALUE_DESCRIPTION,
  read(input) {
    input.expect('array');
    return input.reader.raw();
  },
  write: writeValue,
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
