import type { JsonObject } from '../files/json-object.ts';
import { fetchJson } from './fetch-json.ts';
import { listField, numberField, textField } from './read-field.ts';

/** What a transaction has proposed, as the node tells it. */
export interface MadeProposal {
  readonly proposal: number;
  readonly proposalStatus: string;
}

const NEWEST = 100;

const describe = (found: JsonObject): MadeProposal => ({
  proposal: numberField(found, 'proposal'),
  proposalStatus: textField(found, 'status'),
});

/** How a proposal stands, as the node tells it; undefined if it does not say. */
export async function proposalNumbered(
  url: string,
  number: number,
): Promise<MadeProposal | undefined> {
  return fetchJson(url, `/v1/proposals/${number}`).then(describe, () => undefined);
}

/** Undefined if the node does not say: the transaction is done all the same. */
export async function proposalOf(
  url: string,
  transaction: string,
): Promise<MadeProposal | undefined> {
  try {
    const answer = await fetchJson(url, `/v1/proposals?limit=${NEWEST}`);
    const made = listField(answer, 'proposals').find(
      (proposal) => proposal['transaction'] === transaction,
    );
    return made === undefined ? undefined : describe(made);
  } catch {
    return undefined;
  }
}
