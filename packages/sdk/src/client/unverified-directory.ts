import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '@touchmark/crypto';
import type { JsonReader } from '../json/json-reader.ts';
import { readJson } from './read-json.ts';
import type { ReadOptions, Session } from './session.ts';

/** An organization as the node tells it. */
export interface UnverifiedOrganization {
  id: string;
  name: string;
  status: 'active' | 'suspended' | 'left';
  roles: string[];
  version: number;
  /** Only where one organization was asked for. */
  keys: UnverifiedKey[];
  creditCode?: string;
  lei?: string;
  /** Only where one organization was asked for. */
  documents: { name: string; digest: string; attached: boolean }[];
}

/** A key as the node tells it. */
export interface UnverifiedKey {
  id: string;
  algorithm: SignatureAlgorithm;
  publicKey: Uint8Array;
  /**
   * As of the block time of the answer: active, overlap (replaced; signs until its end), not-yet,
   * expired, revoked or recovery.
   */
  status: string;
  label?: string;
  /** What it may sign; not there: all. */
  scopes?: string[];
  notBeforeMs?: number;
  notAfterMs?: number;
}

/** A prefix as the node tells it. */
export interface UnverifiedPrefix {
  prefix: string;
  holder: string;
  version: number;
  counts: { registered: number; retired: number; delegated: number };
}

/** The network in numbers, as the node tells it. */
export interface UnverifiedStatistics {
  chainId: string;
  block: number;
  timeMs: number;
  organizations: { total: number; byRole: Record<string, number> };
  prefixes: number;
  identifiers: { registered: number; retired: number };
}

function readKey(key: JsonReader): UnverifiedKey {
  const label = key.optional('label');
  const scopes = key.optional('scopes');
  const notBefore = key.optional('notBefore');
  const notAfter = key.optional('notAfter');
  return {
    id: key.member('id').text(),
    algorithm: key.member('algorithm').word(SIGNATURE_ALGORITHMS),
    publicKey: key.member('publicKey').hex(),
    status: key.member('status').text(),
    ...(label === undefined ? {} : { label: label.text() }),
    ...(scopes === undefined ? {} : { scopes: scopes.items().map((scope) => scope.text()) }),
    ...(notBefore === undefined ? {} : { notBeforeMs: notBefore.timeMs() }),
    ...(notAfter === undefined ? {} : { notAfterMs: notAfter.timeMs() }),
  };
}

function readOrganization(organization: JsonReader): UnverifiedOrganization {
  const keys = organization.optional('keys')?.items() ?? [];
  const documents = organization.optional('documents')?.items() ?? [];
  const creditCode = organization.optional('creditCode');
  const lei = organization.optional('lei');
  return {
    id: organization.member('id').text(),
    name: organization.member('name').text(),
    status: organization.member('status').word(['active', 'suspended', 'left']),
    roles: organization
      .member('roles')
      .items()
      .map((role) => role.text()),
    version: organization.member('version').integer(1),
    keys: keys.map(readKey),
    ...(creditCode === undefined ? {} : { creditCode: creditCode.text() }),
    ...(lei === undefined ? {} : { lei: lei.text() }),
    documents: documents.map((document) => ({
      name: document.member('name').text(),
      digest: document.member('digest').text(),
      attached: document.member('attached').boolean(),
    })),
  };
}

/** What the node says about one organization. Throws ProblemError ORGANIZATION_ABSENT. */
export async function organizationUnverified(
  session: Session,
  id: string,
  { signal }: ReadOptions = {},
): Promise<UnverifiedOrganization> {
  const path = `/v1/organizations/${encodeURIComponent(id)}`;
  return readOrganization(await readJson(session, { path, signal }, 'organization'));
}

/** All organizations that the node knows, in the order of their ids. */
export async function* organizationsUnverified(
  session: Session,
  { signal }: ReadOptions = {},
): AsyncGenerator<UnverifiedOrganization, void, undefined> {
  let after: string | undefined;
  for (;;) {
    const page = await readJson(
      session,
      { path: '/v1/organizations', query: { after }, signal },
      'page',
    );
    yield* page.member('organizations').items().map(readOrganization);
    const next = page.member('next');
    if (next.isNull()) return;
    after = next.text();
  }
}

/** What the node says about one prefix. Throws ProblemError PREFIX_ABSENT. */
export async function prefixUnverified(
  session: Session,
  prefix: string,
  { signal }: ReadOptions = {},
): Promise<UnverifiedPrefix> {
  const path = `/v1/prefixes/${encodeURIComponent(prefix)}`;
  const found = await readJson(session, { path, signal }, 'prefix');
  const counts = found.member('counts');
  return {
    prefix: found.member('prefix').text(),
    holder: found.member('holder').text(),
    version: found.member('version').integer(1),
    counts: {
      registered: counts.member('registered').integer(),
      retired: counts.member('retired').integer(),
      delegated: counts.member('delegated').integer(),
    },
  };
}

/** The network in numbers, as the node tells them. */
export async function statisticsUnverified(
  session: Session,
  { signal }: ReadOptions = {},
): Promise<UnverifiedStatistics> {
  const found = await readJson(session, { path: '/v1/statistics', signal }, 'statistics');
  const organizations = found.member('organizations');
  const identifiers = found.member('identifiers');
  const byRole = [...organizations.member('byRole').members()];
  return {
    chainId: found.member('chainId').text(),
    block: found.member('block').integer(),
    timeMs: found.member('time').timeMs(),
    organizations: {
      total: organizations.member('total').integer(),
      byRole: Object.fromEntries(byRole.map(([role, count]) => [role, count.integer()])),
    },
    prefixes: found.member('prefixes').integer(),
    identifiers: {
      registered: identifiers.member('registered').integer(),
      retired: identifiers.member('retired').integer(),
    },
  };
}
