import { map } from '../../kernel/map-schema.ts';
import type { EventDefinition } from '../../kernel/module.ts';
import { list, text } from '../../kernel/schema.ts';
import { isCanonicalSuffix } from '@touchmark/codec';
import { REGISTER_ENTRIES, SUFFIX_BYTES } from '../../limits.ts';
import { identifier, organizationId, prefix, reason, version } from './params.ts';

export const delegated: EventDefinition<{ readonly prefix: string; readonly holder: string }> = {
  type: 'naming.delegated',
  about: 'A prefix was delegated.',
  params: map({ prefix, holder: organizationId }),
};

const suffix = text({
  form: 'canonical suffix',
  minBytes: 1,
  maxBytes: SUFFIX_BYTES,
  accepts: isCanonicalSuffix,
});

/** A large batch is told in several of these, in the order of its entries. */
export const registered: EventDefinition<{
  readonly prefix: string;
  readonly holder: string;
  readonly suffixes: readonly string[];
}> = {
  type: 'naming.registered',
  about: 'Identifiers were registered under a prefix; a large batch is told in several events.',
  params: map({ prefix, holder: organizationId, suffixes: list(suffix, 1, REGISTER_ENTRIES) }),
};

export const updated: EventDefinition<{
  readonly identifier: string;
  readonly version: number;
  readonly author: string;
}> = {
  type: 'naming.updated',
  about: 'A record has a new version.',
  params: map({ identifier, version, author: organizationId }),
};

export const retired: EventDefinition<{
  readonly identifier: string;
  readonly version: number;
  readonly reason: string;
}> = {
  type: 'naming.retired',
  about: 'An identifier was retired for good; its record stays as a tombstone.',
  params: map({ identifier, version, reason }),
};
