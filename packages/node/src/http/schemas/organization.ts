import { Type } from 'typebox';
import { KEY_STANDINGS } from '../key-standing.ts';
import { Height, named, StateReference, Time, When } from './basics.ts';

const HASH = '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b';

const ROLE = Type.String({
  description:
    'administrator, top-operator, secondary-operator, enterprise-operator, reporter, regulator, auditor or validator.',
});

const properties = {
  id: Type.String(),
  name: Type.String({ description: 'Opaque text: show it, do not interpret it.' }),
  status: Type.Enum(['active', 'suspended', 'left'], { type: 'string' }),
  roles: Type.Array(ROLE),
  reason: Type.Optional(Type.String({ description: 'Why it is suspended or was reinstated.' })),
  version: Type.Integer({ minimum: 1 }),
  updated: When,
};
const EXAMPLE = {
  id: 'jiangxi-copper',
  name: '江西铜业',
  status: 'active',
  roles: ['enterprise-operator'],
  version: 1,
  updated: { block: 2, time: '2026-01-31T09:30:00.000Z' },
};

export const OrganizationPage = named(
  'OrganizationPage',
  Type.Object(
    {
      organizations: Type.Array(Type.Object(properties)),
      next: Type.Union([Type.String(), Type.Null()], {
        description: 'Give it as `after` for the next page; null: there is no more.',
      }),
      state: StateReference,
    },
    {
      description: 'Organizations, in the order of their ids.',
      examples: [{ organizations: [EXAMPLE], next: null, state: { block: 40, root: HASH } }],
    },
  ),
);

export const OrganizationSchema = named(
  'Organization',
  Type.Object(
    {
      ...properties,
      keys: Type.Array(
        Type.Object({
          id: Type.String({ description: 'Key id, 20 bytes in hexadecimal.' }),
          algorithm: Type.Enum(['ed25519', 'p256', 'sm2'], { type: 'string' }),
          publicKey: Type.String({ description: 'In hexadecimal.' }),
          status: Type.Enum([...KEY_STANDINGS], {
            type: 'string',
            description:
              'At `time`. Only active and overlap can sign: overlap is a key that was replaced and signs until ' +
              'notAfter; not-yet signs from notBefore on; recovery keys sign recoveries alone.',
          }),
          label: Type.Optional(
            Type.String({ description: 'The words of the organization for it.' }),
          ),
          scopes: Type.Optional(
            Type.Array(Type.String(), { description: 'What it may sign; not there: all.' }),
          ),
          notBefore: Type.Optional(Time('It signs from then on.')),
          notAfter: Type.Optional(Time('It signs until then.')),
        }),
        { description: 'Keys that were not revoked, recovery keys, then revoked ones.' },
      ),
      creditCode: Type.Optional(Type.String({ description: 'Unified social credit code.' })),
      lei: Type.Optional(Type.String({ description: 'Legal entity identifier.' })),
      documents: Type.Array(
        Type.Object({
          name: Type.String(),
          digest: Type.String({ description: 'SHA-256 in hexadecimal.' }),
          attached: Type.Boolean({ description: 'False: it was detached and holds no more.' }),
        }),
        { description: 'Documents that it has attached by their hashes.' },
      ),
      time: Time('Block time of this answer, at which the status of the keys is told.'),
      state: StateReference,
    },
    {
      description: 'An organization, its keys and documents.',
      examples: [
        {
          ...EXAMPLE,
          keys: [
            {
              id: '0e1a4d3a5b6c7d8e9fa0b1c2d3e4f5061728394a',
              algorithm: 'ed25519',
              publicKey: HASH,
              status: 'active',
              notAfter: '2027-12-31T23:59:59.000Z',
            },
          ],
          documents: [{ name: 'licence.pdf', digest: HASH, attached: true }],
          time: '2026-01-31T09:30:00.000Z',
          state: { block: 40, root: HASH },
        },
      ],
    },
  ),
);

export const StatisticsSchema = named(
  'Statistics',
  Type.Object(
    {
      chainId: Type.String(),
      block: Height('The numbers are those after this block.'),
      time: Time('Time of the newest header.'),
      organizations: Type.Object(
        {
          total: Type.Integer({ minimum: 0, description: 'Ever admitted.' }),
          byRole: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
            description: 'Active organizations by role; one can have several.',
          }),
        },
        { description: 'Who takes part.' },
      ),
      prefixes: Type.Integer({ minimum: 0, description: 'Prefixes ever delegated.' }),
      identifiers: Type.Object(
        {
          registered: Type.Integer({ minimum: 0, description: 'Ever registered.' }),
          retired: Type.Integer({ minimum: 0 }),
        },
        { description: 'Identifiers under all prefixes.' },
      ),
      rates: Type.Object(
        {
          transactionsPerSecond: Type.Number({ description: 'Over the last seconds.' }),
          resolutionsPerSecond: Type.Number({ description: 'Over the last seconds, all workers.' }),
        },
        { description: 'How busy this node is.' },
      ),
    },
    {
      description: 'The network in numbers.',
      examples: [
        {
          chainId: 'touchmark-example',
          block: 40,
          time: '2026-01-31T09:30:00.000Z',
          organizations: { total: 43, byRole: { 'top-operator': 5 } },
          prefixes: 43,
          identifiers: { registered: 3_000, retired: 2 },
          rates: { transactionsPerSecond: 0, resolutionsPerSecond: 0 },
        },
      ],
    },
  ),
);
