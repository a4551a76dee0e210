import { Type } from 'typebox';
import { Base64, Hash, named, StateReference, Time, When } from './basics.ts';

const HASH = '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b';
const TIME = '2026-01-31T09:30:00.000Z';
const Count = Type.Integer({ minimum: 0 });
const Parts = Type.Array(
  Type.String({ description: 'members, role:R, organization:ID or committee:NAME.' }),
);
const Anything = (description: string) => Type.Unsafe<unknown>({ description });

const rule = {
  action: Type.String({ description: 'Class of actions: module.verb, module.* or *.' }),
  threshold: Type.String({ description: 'any, all, majority or a fraction such as 2/3.' }),
  electorate: Parts,
  quorum: Type.String({ description: 'Part of the electorate that must have voted; 0/1: none.' }),
  votingMs: Count,
  delayMs: Count,
  veto: Parts,
};
const RULE = {
  action: '*',
  threshold: 'majority',
  electorate: ['role:administrator'],
  quorum: '0/1',
  votingMs: 604_800_000,
  delayMs: 0,
  veto: [],
};

export const EntriesProof = Type.Object(
  {
    start: Type.String({ description: 'First key that is proven, in hexadecimal.' }),
    end: Type.String({ description: 'First key that is not, in hexadecimal.' }),
    range: Base64('Range proof (spec/state-tree.md): all entries between both, and no others.'),
    signedHeader: Base64('Header whose state root the proof leads to, with its commit.'),
    validators: Base64('Who signed it.'),
  },
  { description: 'The entries of the state that the answer was read from, proven complete.' },
);

export const ConstitutionSchema = named(
  'Constitution',
  Type.Object(
    {
      version: Type.Integer({ minimum: 1 }),
      updated: When,
      committees: Type.Array(
        Type.Object({ name: Type.String(), organizations: Type.Array(Type.String()) }),
      ),
      rules: Type.Array(Type.Object(rule)),
      validators: Type.Array(
        Type.Object({
          organization: Type.String(),
          publicKey: Type.String({ description: 'In hexadecimal.' }),
          power: Count,
        }),
      ),
      proof: Type.Optional(EntriesProof),
      state: StateReference,
    },
    {
      description: 'Who decides what by which rule.',
      examples: [
        {
          version: 1,
          updated: { block: 0, time: TIME },
          committees: [{ name: 'standards', organizations: ['jiangxi-copper'] }],
          rules: [RULE],
          validators: [{ organization: 'jiangxi-copper', publicKey: HASH, power: 10 }],
          state: { block: 40, root: HASH },
        },
      ],
    },
  ),
);

const summary = {
  proposal: Type.Integer({ minimum: 1, description: 'Its number.' }),
  status: Type.Enum(
    ['open', 'accepted', 'executed', 'failed', 'rejected', 'expired', 'withdrawn', 'dropped'],
    { type: 'string' },
  ),
  title: Type.String({ description: 'Opaque text: show it, do not interpret it.' }),
  author: Type.String(),
  transaction: Hash('Id of the transaction that made it.'),
  opened: Time('When it was made.'),
  closes: Time('When voting ends.'),
  executes: Type.Optional(Time('When an accepted one is carried out.')),
  code: Type.Optional(
    Type.String({ description: 'What carrying it out led to: OK, or why it was refused.' }),
  ),
};
const SUMMARY = {
  proposal: 7,
  status: 'open',
  title: 'Admit 江西铜业',
  author: 'alliance-office',
  transaction: HASH,
  opened: TIME,
  closes: TIME,
};

export const ProposalPage = named(
  'ProposalPage',
  Type.Object(
    {
      proposals: Type.Array(Type.Object(summary)),
      next: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Give it as `before` for the next page; null: there is no more.',
      }),
      state: StateReference,
    },
    {
      description: 'Proposals, the newest first.',
      examples: [{ proposals: [SUMMARY], next: null, state: { block: 40, root: HASH } }],
    },
  ),
);

export const ProposalSchema = named(
  'Proposal',
  Type.Object(
    {
      ...summary,
      details: Type.Optional(Anything('Details of the refusal that code names.')),
      actions: Type.Array(
        Type.Object({
          type: Type.String(),
          params: Anything('Its params; byte strings in hexadecimal.'),
          encoded: Type.String({ description: 'The params as they are, in hexadecimal.' }),
        }),
        { description: 'What it does: all of it, or nothing.' },
      ),
      rules: Type.Array(
        Type.Object({
          ...rule,
          hash: Hash('SHA-256 of the rule.'),
          active: Type.Integer({ minimum: 0, description: 'Who may vote now.' }),
          size: Type.Integer({ minimum: 0, description: 'What thresholds are parts of.' }),
          yes: Count,
          no: Count,
          abstain: Count,
        }),
        { description: 'The rules it is bound to, with the votes that count for each now.' },
      ),
      votes: Type.Array(
        Type.Object({
          organization: Type.String(),
          choice: Type.Enum(['yes', 'no', 'abstain', 'veto'], { type: 'string' }),
          reason: Type.String(),
          keyId: Type.String({ description: 'The key that signed, in hexadecimal.' }),
          transaction: Hash('Id of the transaction that holds the vote.'),
          at: When,
        }),
      ),
      proof: Type.Optional(EntriesProof),
      state: StateReference,
    },
    {
      description: 'A proposal, who voted what on it under which rules, and what came of it.',
      examples: [
        {
          ...SUMMARY,
          actions: [
            {
              type: 'organizations.suspend',
              params: { id: 'maker', reason: 'unpaid' },
              encoded: 'a2',
            },
          ],
          rules: [{ ...RULE, hash: HASH, active: 3, size: 3, yes: 1, no: 0, abstain: 0 }],
          votes: [
            {
              organization: 'alliance-office',
              choice: 'yes',
              reason: '',
              keyId: '0e1a4d3a5b6c7d8e9fa0b1c2d3e4f5061728394a',
              transaction: HASH,
              at: { block: 12, time: TIME },
            },
          ],
          state: { block: 40, root: HASH },
        },
      ],
    },
  ),
);

export const ApplicationPage = named(
  'ApplicationPage',
  Type.Object(
    {
      applications: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          roles: Type.Array(Type.String()),
          creditCode: Type.String(),
          lei: Type.String(),
          documents: Type.Array(
            Type.Object({ name: Type.String(), digest: Hash('SHA-256 of the document.') }),
          ),
          statement: Type.String(),
          sponsor: Type.String({ description: 'The organization that signed it; empty: none.' }),
          hash: Hash('Names this application in organizations.admit-applicant.'),
          expires: Time('It waits until then.'),
        }),
      ),
      state: StateReference,
    },
    {
      description: 'Who asks to be admitted, in the order of their ids.',
      examples: [
        {
          applications: [
            {
              id: 'jiangxi-copper',
              name: '江西铜业',
              roles: ['enterprise-operator'],
              creditCode: '91350100M000100Y43',
              lei: '',
              documents: [{ name: 'licence.pdf', digest: HASH }],
              statement: '',
              sponsor: '',
              hash: HASH,
              expires: TIME,
            },
          ],
          state: { block: 40, root: HASH },
        },
      ],
    },
  ),
);

export const DryRunSchema = named(
  'DryRun',
  Type.Object(
    {
      code: Type.String({ description: 'OK, or the code of what would refuse it now.' }),
      details: Anything('Details of the refusal.'),
      changes: Type.Array(
        Type.Object({
          module: Type.String(),
          entry: Type.String({ description: 'What it is, as docs/ledger names it.' }),
          key: Type.String({ description: 'In hexadecimal.' }),
          layout: Type.String({ description: 'What the value means, field by field.' }),
          before: Anything('The value now; null: there is none.'),
          after: Anything('The value then; null: there is none.'),
        }),
      ),
      events: Type.Array(Type.Object({ type: Type.String(), params: Anything('Its params.') })),
      state: StateReference,
    },
    {
      description: 'What a decision would change if it were carried out now.',
      examples: [
        {
          code: 'OK',
          details: {},
          changes: [
            {
              module: 'organizations',
              entry: 'organization',
              key: '106f6d616b6572',
              layout: '[status, name, …]',
              before: [0, 'Maker'],
              after: [1, 'Maker'],
            },
          ],
          events: [{ type: 'organizations.suspended', params: { id: 'maker', reason: 'unpaid' } }],
          state: { block: 40, root: HASH },
        },
      ],
    },
  ),
);
