import { map } from '../../kernel/map-schema.ts';
import type { EventDefinition } from '../../kernel/module.ts';
import { list, text } from '../../kernel/schema.ts';
import { isCanonicalSuffix } from '@touchmark/codec';
import { REGISTER_ENTRIES, SUFFIX_BYTES } from '../../limits.ts';
import {
  digest,
  duration,
  identifier,
  index,
  moment,
  organizationId,
  parties,
  prefix,
  reason,
  required,
  version,
  yesOrNo,
} from './params.ts';
import type { YesOrNo } from './params.ts';

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
  about: 'An identifier was retired; its record stays as a tombstone.',
  params: map({ identifier, version, reason }),
};

export const transferred: EventDefinition<{
  readonly identifier: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
}> = {
  type: 'naming.transferred',
  about: 'A record has another holder.',
  params: map({ identifier, version, from: organizationId, to: organizationId }),
};

export const prefixTransferred: EventDefinition<{
  readonly prefix: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
}> = {
  type: 'naming.prefix-transferred',
  about: 'A prefix has another holder; what lies under it stays.',
  params: map({ prefix, version, from: organizationId, to: organizationId }),
};

export const prefixReassigned: EventDefinition<{
  readonly prefix: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}> = {
  type: 'naming.prefix-reassigned',
  about: 'A prefix whose holder is gone has another one, by decision; what lies under it stays.',
  params: map({ prefix, version, from: organizationId, to: organizationId, reason }),
};

export const reassigned: EventDefinition<{
  readonly identifier: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}> = {
  type: 'naming.reassigned',
  about: 'A record whose holder is gone has another one, by decision.',
  params: map({ identifier, version, from: organizationId, to: organizationId, reason }),
};

export const administrationDelegated: EventDefinition<{
  readonly prefix: string;
  readonly administrator: string;
  readonly grantor: string;
  readonly mayDelegate: YesOrNo;
  readonly untilMs: number;
}> = {
  type: 'naming.administration-delegated',
  about: 'An organization administers a prefix for its holder.',
  params: map({
    prefix,
    administrator: organizationId,
    grantor: organizationId,
    mayDelegate: yesOrNo,
    untilMs: moment,
  }),
};

export const administrationRevoked: EventDefinition<{
  readonly prefix: string;
  readonly administrator: string;
  readonly author: string;
  readonly reason: string;
}> = {
  type: 'naming.administration-revoked',
  about: 'An organization administers a prefix no more.',
  params: map({ prefix, administrator: organizationId, author: organizationId, reason }),
};

export const templateSet: EventDefinition<{
  readonly prefix: string;
  readonly version: number;
}> = {
  type: 'naming.template-set',
  about: 'A prefix has another template for its records, or none.',
  params: map({ prefix, version }),
};

export const reregistrationSet: EventDefinition<{
  readonly prefix: string;
  readonly version: number;
  readonly afterMs: number;
}> = {
  type: 'naming.reregistration-set',
  about: 'A prefix has another rule about registering again.',
  params: map({ prefix, version, afterMs: duration }),
};

export const reregistered: EventDefinition<{
  readonly identifier: string;
  readonly version: number;
  readonly author: string;
}> = {
  type: 'naming.reregistered',
  about: 'A retired identifier was registered again.',
  params: map({ identifier, version, author: organizationId }),
};

export const signaturesRequested: EventDefinition<{
  readonly identifier: string;
  readonly index: number;
  readonly digest: Uint8Array;
  readonly parties: readonly string[];
  readonly required: number;
}> = {
  type: 'naming.signatures-requested',
  about: 'A value waits for signatures.',
  params: map({ identifier, index, digest, parties, required }),
};

export const valueSigned: EventDefinition<{
  readonly identifier: string;
  readonly index: number;
  readonly parties: readonly string[];
  readonly signed: number;
  readonly required: number;
}> = {
  type: 'naming.value-signed',
  about: 'Parties signed a value; signed: how many have now.',
  params: map({ identifier, index, parties, signed: required, required }),
};

export const valueResolved: EventDefinition<{
  readonly identifier: string;
  readonly index: number;
  readonly version: number;
}> = {
  type: 'naming.value-resolved',
  about: 'A value has all the signatures that it needs, and is part of the record.',
  params: map({ identifier, index, version }),
};

export const signatureWithdrawn: EventDefinition<{
  readonly identifier: string;
  readonly index: number;
  readonly party: string;
  readonly reason: string;
}> = {
  type: 'naming.signature-withdrawn',
  about: 'A party took its signature of a value back.',
  params: map({ identifier, index, party: organizationId, reason }),
};

export const requestClosed: EventDefinition<{
  readonly identifier: string;
  readonly index: number;
  readonly reason: string;
}> = {
  type: 'naming.request-closed',
  about: 'A value waits for signatures no more.',
  params: map({ identifier, index, reason }),
};
