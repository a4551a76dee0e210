import { type Action, CborReader } from '@touchmark/codec';
import { type DryRun, ledger, limits } from '@touchmark/ledger';
import { type Static, Type } from 'typebox';
import { jsonOfCbor, jsonOfValue, type Json } from '../../json-of-cbor.ts';
import { ProblemError } from '../../problems/problem.ts';
import type { Api } from '../api.ts';
import { hexOf, stateOf } from '../read-time.ts';
import { problems } from '../responses.ts';
import { ref } from '../schemas/basics.ts';
import { DryRunSchema } from '../schemas/governance.ts';
import type { Services } from '../services.ts';
import { TimeShare } from '../time-share.ts';

/** A dry run costs its sender nothing, and can be as much work as the largest proposal. */
const SHARE = { share: 0.2, burstMs: 500 } as const;

interface Asked {
  readonly author: string;
  readonly actions: readonly Action[];
}

const invalid = (): ProblemError => new ProblemError('DRY_RUN_INVALID');

/** What anybody may ask for is bounded by what may be proposed. */
const isGoverned = ({ type }: Action): boolean =>
  ledger.registry.actions.get(type)?.governed !== undefined;

function readAsked(body: unknown): Asked {
  if (!(body instanceof Uint8Array)) throw invalid();
  try {
    const reader = new CborReader(body);
    reader.arrayOf(2);
    const author = reader.text();
    const actions: Action[] = [];
    const count = reader.array();
    if (count < 1 || count > limits.PROPOSAL_ACTIONS) throw invalid();
    while (actions.length < count) {
      reader.arrayOf(2);
      actions.push({ type: reader.text(), params: reader.bytes() });
    }
    reader.end();
    if (!actions.every(isGoverned)) throw invalid();
    return { author, actions };
  } catch {
    throw invalid();
  }
}

/** A value as CBOR, else in hexadecimal: index entries and lists of bytes are no CBOR. */
function shown(value: Uint8Array | null): Json {
  if (value === null) return null;
  try {
    return jsonOfCbor(value);
  } catch {
    return hexOf(value);
  }
}

function answerOf({ refusal, changes, events }: DryRun) {
  return {
    code: refusal?.code ?? 'OK',
    details: Object.fromEntries(
      Object.entries(refusal?.details ?? {}).map(([name, value]) => [name, jsonOfValue(value)]),
    ),
    changes: changes.map(({ module, entry, key, layout, before, after }) => ({
      module,
      entry,
      key: hexOf(key),
      layout,
      before: shown(before),
      after: shown(after),
    })),
    events: events.map(({ type, params }) => ({ type, params: jsonOfCbor(params) })),
  };
}

export function dryRunRoutes(api: Api, { engine }: Services): void {
  const time = new TimeShare(SHARE);
  api.post(
    '/v1/dry-run',
    {
      schema: {
        operationId: 'dryRun',
        tags: ['governance'],
        summary: 'See what a proposal would change, before anybody votes',
        description:
          'Takes CBOR: [author, [[action type, params as a byte string] …]] with governed actions. Carries them out ' +
          'as a decision upon the newest state, and keeps nothing.',
        consumes: ['application/cbor'],
        body: Type.Unsafe<Uint8Array>({
          type: 'string',
          format: 'binary',
          description: 'Author and actions.',
        }),
        response: { 200: ref(DryRunSchema), ...problems(400, 413, 415, 503) },
      },
    },
    (request): Static<typeof DryRunSchema> => {
      const asked = readAsked(request.body);
      return time.run(() =>
        engine.chain.read((view, head) => {
          const { chainId, height, timeMs } = head;
          const moment = { chainId, height: height + 1, timeMs };
          return { ...answerOf(ledger.dryRun(view, moment, asked)), state: stateOf(head) };
        }),
      );
    },
  );
}
