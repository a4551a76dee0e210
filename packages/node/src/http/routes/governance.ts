import type { ChainHead } from '@touchmark/engine';
import {
  CONSTITUTION_KEY,
  countVotes,
  type KeptProposal,
  listApplications,
  listProposals,
  listVotes,
  proposalRange,
  readConstitution,
  readContent,
  readProposal,
  readTally,
  readValidators,
} from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { type Static, Type } from 'typebox';
import { jsonOfCbor, jsonOfValue } from '../../json-of-cbor.ts';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { hexOf, stateOf, timeOf, whenOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import {
  ApplicationPage,
  ConstitutionSchema,
  ProposalPage,
  ProposalSchema,
} from '../schemas/governance.ts';
import type { Services } from '../services.ts';

const DEFAULT_LIMIT = 100;
const MOST_PROPOSALS = 1_000;

type Summary = Static<typeof ProposalPage>['proposals'][number];
type Proof = NonNullable<Static<typeof ProposalSchema>['proof']>;

export const PROOF = Type.Object(
  { proof: Type.Optional(Type.Boolean({ description: 'Add the proof.' })) },
  { additionalProperties: false },
);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export function proofOf(
  view: StateSnapshot,
  { signedHeader, validators }: ChainHead,
  start: Uint8Array,
  end: Uint8Array,
): Proof {
  return {
    start: hexOf(start),
    end: hexOf(end),
    range: base64(view.proveRange({ start, end })),
    signedHeader: base64(signedHeader),
    validators: base64(validators),
  };
}

/** The smallest key behind one. */
const behind = (key: Uint8Array): Uint8Array => Uint8Array.of(...key, 0);

function summaryOf(view: StateSnapshot, { number, proposal }: KeptProposal): Summary {
  const { status, author, transactionId, openedMs, closesMs, executesMs, code } = proposal;
  return {
    proposal: number,
    status,
    title: readContent(view, number).title,
    author,
    transaction: hexOf(transactionId),
    opened: timeOf(openedMs),
    closes: timeOf(closesMs),
    ...(executesMs === null ? {} : { executes: timeOf(executesMs) }),
    ...(code === null ? {} : { code }),
  };
}

/** Votes as they count now while they still may change it; else as they counted last. */
function rulesOf(view: StateSnapshot, { number, proposal }: KeptProposal) {
  const { rules, status } = proposal;
  const { counts } = status === 'open' ? countVotes(view, number, rules) : readTally(view, number);
  return rules.flatMap(({ rule, hash }, place) => {
    const count = counts[place];
    if (count === undefined) return [];
    const { electorate, veto } = rule;
    const lists = { electorate: [...electorate], veto: [...veto] };
    return [{ ...rule, ...lists, hash: hexOf(hash), ...count }];
  });
}

function detailsOf(details: Readonly<Record<string, string | number | Uint8Array>>) {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, jsonOfValue(value)]),
  );
}

function votesOf(view: StateSnapshot, number: number) {
  return listVotes(view, number).map(({ organization, choice, reason, ...vote }) => ({
    organization,
    choice,
    reason,
    keyId: hexOf(vote.keyId),
    transaction: hexOf(vote.transactionId),
    at: whenOf(vote),
  }));
}

function constitutionRoute(api: Api, { engine }: Services): void {
  api.get(
    '/v1/constitution',
    {
      schema: {
        operationId: 'getConstitution',
        tags: ['governance'],
        summary: 'Get the constitution: who decides what by which rule',
        querystring: PROOF,
        response: { 200: ref(ConstitutionSchema), ...problems(400) },
      },
    },
    (request): Static<typeof ConstitutionSchema> =>
      engine.chain.read((view, head) => {
        const { envelope, constitution } = readConstitution(view);
        const proof = proofOf(view, head, CONSTITUTION_KEY, behind(CONSTITUTION_KEY));
        return {
          version: envelope.version,
          updated: whenOf(envelope),
          committees: constitution.committees.map(({ name, organizations }) => ({
            name,
            organizations: [...organizations],
          })),
          rules: constitution.rules.map((rule) => ({
            ...rule,
            electorate: [...rule.electorate],
            veto: [...rule.veto],
          })),
          validators: readValidators(view).map((validator) => ({
            ...validator,
            publicKey: hexOf(validator.publicKey),
          })),
          ...(request.query.proof === true ? { proof } : {}),
          state: stateOf(head),
        };
      }),
  );
}

function listRoute(api: Api, { engine }: Services): void {
  api.get(
    '/v1/proposals',
    {
      schema: {
        operationId: 'listProposals',
        tags: ['governance'],
        summary: 'List the proposals, the newest first',
        querystring: Type.Object(
          {
            before: Type.Optional(
              Type.Integer({
                description: 'Only those with a lower number.',
                minimum: 1,
                maximum: Number.MAX_SAFE_INTEGER,
              }),
            ),
            limit: Type.Optional(
              Type.Integer({
                description: `Most proposals in the page, ${DEFAULT_LIMIT} if not given.`,
                minimum: 1,
                maximum: MOST_PROPOSALS,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(ProposalPage), ...problems(400) },
      },
    },
    (request): Static<typeof ProposalPage> => {
      const { before, limit = DEFAULT_LIMIT } = request.query;
      return engine.chain.read((view, head) => {
        const found = listProposals(view, { limit, ...(before === undefined ? {} : { before }) });
        const last = found.at(-1)?.number ?? 1;
        return {
          proposals: found.map((kept) => summaryOf(view, kept)),
          next: last > 1 ? last : null,
          state: stateOf(head),
        };
      });
    },
  );
}

function proposalRoute(api: Api, { engine }: Services): void {
  api.get(
    '/v1/proposals/:proposal',
    {
      schema: {
        operationId: 'getProposal',
        tags: ['governance'],
        summary: 'Get a proposal: what it does, by which rules, and who voted what',
        description:
          'With proof=1 all entries of the proposal come with a range proof: its content, the rules it is bound ' +
          'to, every vote and no others.',
        params: Type.Object({
          proposal: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        querystring: PROOF,
        response: { 200: ref(ProposalSchema), ...problems(400, 404) },
      },
    },
    (request): Static<typeof ProposalSchema> =>
      engine.chain.read((view, head) => {
        const { proposal: number } = request.params;
        const kept = readProposal(view, number);
        if (kept === undefined) throw new ProblemError('PROPOSAL_ABSENT');
        const { start, end } = proposalRange(number);
        const { code, details } = kept.proposal;
        const isRefused = code !== null && code !== 'OK';
        const wantsProof = request.query.proof === true && end !== null;
        return {
          ...summaryOf(view, kept),
          ...(isRefused ? { details: detailsOf(details) } : {}),
          actions: readContent(view, number).actions.map(({ type, params }) => ({
            type,
            params: jsonOfCbor(params),
            encoded: hexOf(params),
          })),
          rules: rulesOf(view, kept),
          votes: votesOf(view, number),
          ...(wantsProof ? { proof: proofOf(view, head, start, end) } : {}),
          state: stateOf(head),
        };
      }),
  );
}

function applicationsRoute(api: Api, { engine }: Services): void {
  api.get(
    '/v1/applications',
    {
      schema: {
        operationId: 'listApplications',
        tags: ['governance'],
        summary: 'List who asks to be admitted',
        response: { 200: ref(ApplicationPage), ...problems(400) },
      },
    },
    (): Static<typeof ApplicationPage> =>
      engine.chain.read((view, head) => ({
        applications: listApplications(view)
          .filter(({ expiresMs }) => expiresMs > head.timeMs)
          .map(({ id, name, roles, creditCode, lei, statement, sponsor, ...application }) => ({
            id,
            name,
            roles: [...roles],
            creditCode,
            lei,
            documents: application.documents.map((given) => ({
              name: given.name,
              digest: hexOf(given.digest),
            })),
            statement,
            sponsor,
            hash: hexOf(application.hash),
            expires: timeOf(application.expiresMs),
          })),
        state: stateOf(head),
      })),
  );
}

export function governanceRoutes(api: Api, services: Services): void {
  constitutionRoute(api, services);
  listRoute(api, services);
  proposalRoute(api, services);
  applicationsRoute(api, services);
}
