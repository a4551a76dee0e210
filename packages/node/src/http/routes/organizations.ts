import { encodeHex } from '@touchmark/codec';
import {
  type Kept,
  listDocuments,
  listKeyIds,
  listOrganizations,
  type Organization,
  readKey,
  readOrganization,
  readProfile,
} from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { type Static, Type } from 'typebox';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { standingOfKey } from '../key-standing.ts';
import { stateOf, timeOf, whenOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { OrganizationPage, OrganizationSchema } from '../schemas/organization.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 100;
const MOST_ORGANIZATIONS = 1_000;
const MOST_KEYS = 64;

type OrganizationJson = Static<typeof OrganizationPage>['organizations'][number];
type KeyJson = Static<typeof OrganizationSchema>['keys'][number];

export const OrganizationId = Type.String({ pattern: '^[a-z0-9-]{2,32}$' });

function organizationJson(id: string, { envelope, entity }: Kept<Organization>): OrganizationJson {
  const { name, status, roles, reason } = entity;
  return {
    id,
    name,
    status,
    roles: [...roles],
    ...(reason === null ? {} : { reason }),
    version: envelope.version,
    updated: whenOf(envelope),
  };
}

function keysJson(view: StateSnapshot, id: string, timeMs: number): KeyJson[] {
  const ids = (['active', 'recovery', 'revoked'] as const).flatMap((status) =>
    listKeyIds(view, id, status, MOST_KEYS),
  );
  return ids.flatMap((keyId) => {
    const key = readKey(view, keyId);
    if (key === undefined) return [];
    const { algorithm, publicKey, label, scopes, notBeforeMs, notAfterMs } = key.entity;
    return {
      id: encodeHex(keyId),
      algorithm,
      publicKey: encodeHex(publicKey),
      status: standingOfKey(key, timeMs),
      ...(label === '' ? {} : { label }),
      ...(scopes.length === 0 ? {} : { scopes: [...scopes] }),
      ...(notBeforeMs === 0 ? {} : { notBefore: timeOf(notBeforeMs) }),
      ...(notAfterMs === 0 ? {} : { notAfter: timeOf(notAfterMs) }),
    };
  });
}

export function organizationRoutes(api: Api, { engine }: Services): void {
  api.get(
    '/v1/organizations',
    {
      schema: {
        operationId: 'listOrganizations',
        tags: ['directory'],
        summary: 'List the organizations',
        querystring: Type.Object(
          {
            after: Type.Optional(OrganizationId),
            limit: Type.Optional(
              Type.Integer({
                description: `Most organizations in the page, ${DEFAULT_LIMIT} if not given.`,
                minimum: 1,
                maximum: MOST_ORGANIZATIONS,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(OrganizationPage), ...problems(400) },
      },
    },
    (request): Static<typeof OrganizationPage> => {
      const { after, limit = DEFAULT_LIMIT } = request.query;
      return engine.chain.read((view, head) => {
        const query = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
        const found = listOrganizations(view, query);
        const shown = found.slice(0, limit);
        return {
          organizations: shown.map((organization) =>
            organizationJson(organization.id, organization),
          ),
          next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
          state: stateOf(head),
        };
      });
    },
  );

  api.get(
    '/v1/organizations/:id',
    {
      schema: {
        operationId: 'getOrganization',
        tags: ['directory'],
        summary: 'Get an organization, its keys and documents',
        params: Type.Object({ id: OrganizationId }),
        response: { 200: ref(OrganizationSchema), ...problems(400, 404) },
      },
    },
    (request): Static<typeof OrganizationSchema> => {
      const { id } = request.params;
      return engine.chain.read((view, head) => {
        const organization = readOrganization(view, id);
        if (organization === undefined) throw new ProblemError('ORGANIZATION_ABSENT');
        const { creditCode, lei } = readProfile(view, id);
        return {
          ...organizationJson(id, organization),
          ...(creditCode === '' ? {} : { creditCode }),
          ...(lei === '' ? {} : { lei }),
          keys: keysJson(view, id, head.timeMs),
          documents: listDocuments(view, id).map(({ name, digest, isAttached }) => ({
            name,
            digest: encodeHex(digest),
            attached: isAttached,
          })),
          time: timeOf(head.timeMs),
          state: stateOf(head),
        };
      });
    },
  );
}
